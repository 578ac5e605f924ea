package native

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-git/go-git/v5/plumbing/format/index"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// realIndexes are index files that git wrote, without the hash at their end.
func realIndexes(tb testing.TB) [][]byte {
	tb.Helper()
	dir := gittest.TempDir(tb)
	gittest.Sh(tb, dir, `git init -q . ; mkdir -p a/b
		for f in x y a/x a/b/Dockerfile a/b/c.Dockerfile; do echo $f >$f; done; git add .; cp .git/index v2
		git update-index --index-version 4; cp .git/index v4
		git update-index --index-version 2; echo i >intent; git add -N intent; git update-index --skip-worktree x; cp .git/index v3
		git write-tree >/dev/null 2>&1 || true; git rm -q --cached intent; git write-tree >/dev/null; cp .git/index tree
		git update-index --split-index; cp .git/index split`)
	var all [][]byte
	for _, name := range []string{"v2", "v3", "v4", "tree", "split"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, data[:len(data)-idSize])
	}
	return all
}

func withHash(body []byte) []byte {
	sum := sha1.Sum(body)
	return append(bytes.Clone(body), sum[:]...)
}

func walkAll(r io.Reader) ([]index.Entry, error) {
	var entries []index.Entry
	err := walkIndex(r, func([]byte) bool { return true }, func(e index.Entry) bool {
		entries = append(entries, e)
		return false
	})
	return entries, err
}

// fieldsRead are go-git's entries with those fields alone that a check has a use for.
func fieldsRead(entries []*index.Entry) []index.Entry {
	var read []index.Entry
	for _, e := range entries {
		read = append(read, index.Entry{Name: e.Name, Mode: e.Mode, Hash: e.Hash, Stage: e.Stage, IntentToAdd: e.IntentToAdd})
	}
	return read
}

// FuzzWalkIndex holds the walk to go-git's decoder: what both can read is the same, and what only go-git can read is an
// index that is damaged.
func FuzzWalkIndex(f *testing.F) {
	for _, body := range realIndexes(f) {
		f.Add(body)
	}
	f.Add(manyEntries(3)[:300])
	f.Fuzz(func(t *testing.T, body []byte) {
		data := withHash(body)
		var reference index.Index
		referenceErr := index.NewDecoder(bytes.NewReader(data)).Decode(&reference)
		entries, err := walkAll(bytes.NewReader(data))
		switch {
		case referenceErr != nil:
		case err != nil && !errors.Is(err, errDamaged):
			t.Errorf("go-git reads it, and here it is %v", err)
		case err == nil && !reflect.DeepEqual(entries, fieldsRead(reference.Entries)):
			t.Errorf("got %v, want %v", entries, reference.Entries)
		}
	})
}

// TestWalkIndex makes sure that the seeds are read, in whatever pieces they come.
func TestWalkIndex(t *testing.T) {
	bodies := realIndexes(t)
	for i, body := range bodies[:4] {
		var reference index.Index
		data := withHash(body)
		if err := index.NewDecoder(bytes.NewReader(data)).Decode(&reference); err != nil {
			t.Fatal(err)
		}
		entries, err := walkAll(iotest.OneByteReader(bytes.NewReader(data)))
		if err != nil || len(entries) < 5 || !reflect.DeepEqual(entries, fieldsRead(reference.Entries)) {
			t.Errorf("index %d: got %v, %v; want %v", i, entries, err, reference.Entries)
		}
	}
	if _, err := walkAll(bytes.NewReader(withHash(bodies[4]))); err == nil {
		t.Error("a split index is read without an error")
	}
}

// TestWalkIndexBrokenOff cuts indexes at every byte. Where all entries are left and something that can be taken for the
// hash, git and the walk read it like the whole; any other piece is an error.
func TestWalkIndexBrokenOff(t *testing.T) {
	for _, body := range realIndexes(t)[:4] {
		data := withHash(body)
		whole, err := walkAll(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		read := 0
		for n := range len(data) {
			entries, err := walkAll(bytes.NewReader(data[:n]))
			if err == nil && !reflect.DeepEqual(entries, whole) {
				t.Errorf("the first %d of %d bytes are read as %v", n, len(data), entries)
			}
			if err == nil {
				read++
			}
		}
		if read > 3 {
			t.Errorf("%d pieces of %d bytes are read without an error", read, len(data))
		}
	}
}

// TestWalkIndexAcrossBuffers has paths longer than the length that fits into an entry, and more than a buffer of them.
func TestWalkIndexAcrossBuffers(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("DIRC\x00\x00\x00\x02")
	const entries = 300
	b.Write(binary.BigEndian.AppendUint32(nil, entries))
	want := 0
	for i := range entries {
		name := fmt.Sprintf("%05d/%s", i, strings.Repeat("x", i*40+1))
		want += len(name)
		var fixed [fixedSize]byte
		binary.BigEndian.PutUint16(fixed[flagsAt:], uint16(min(len(name), nameMask)))
		b.Write(fixed[:])
		b.WriteString(name)
		b.Write(make([]byte, 8-(fixedSize+len(name))%8))
	}
	got := 0
	err := walkIndex(bytes.NewReader(withHash(b.Bytes())), func(path []byte) bool { got += len(path); return false }, nil)
	if err != nil || got != want {
		t.Errorf("saw paths of %d bytes, %v; want %d", got, err, want)
	}
}

// manyEntries is an index of version 2, a thousand files a folder.
func manyEntries(n int) []byte {
	var b bytes.Buffer
	b.WriteString("DIRC\x00\x00\x00\x02")
	b.Write(binary.BigEndian.AppendUint32(nil, uint32(n)))
	var fixed [fixedSize]byte
	binary.BigEndian.PutUint32(fixed[6*4:], 0o100644)
	for i := range n {
		name := fmt.Sprintf("src/module%04d/component_%07d.go", i/1000, i)
		binary.BigEndian.PutUint16(fixed[flagsAt:], uint16(len(name)))
		b.Write(fixed[:])
		b.WriteString(name)
		b.Write(make([]byte, 8-(fixedSize+len(name))%8))
	}
	return withHash(b.Bytes())
}

// BenchmarkWalkIndex is what each commit pays for the size of its repository.
func BenchmarkWalkIndex(b *testing.B) {
	const entries = 100_000
	data := manyEntries(entries)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		err := walkIndex(bytes.NewReader(data), func(path []byte) bool { return bytes.HasSuffix(path, []byte(".Dockerfile")) }, nil)
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/entries, "ns/entry")
}
