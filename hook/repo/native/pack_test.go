package native

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// packIndexOf is an index of version 2 for objects at these places, without its last hash.
func packIndexOf(offsets map[plumbing.Hash]uint64) []byte {
	var ids []plumbing.Hash
	for id := range offsets {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b plumbing.Hash) int { return bytes.Compare(a[:], b[:]) })
	b := []byte(idxHeader)
	for first := range 256 {
		n := 0
		for n < len(ids) && int(ids[n][0]) <= first {
			n++
		}
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	for _, id := range ids {
		b = append(b, id[:]...)
	}
	b = append(b, make([]byte, 4*len(ids))...) // checksums
	var large []byte
	for _, id := range ids {
		if offset := offsets[id]; offset < isLarge {
			b = binary.BigEndian.AppendUint32(b, uint32(offset))
		} else {
			b = binary.BigEndian.AppendUint32(b, isLarge|uint32(len(large)/8))
			large = binary.BigEndian.AppendUint64(large, offset)
		}
	}
	return append(append(b, large...), make([]byte, idSize)...)
}

// someObjects are n ids, many of which begin alike, and places for them.
func someObjects(n int, alike bool) map[plumbing.Hash]uint64 {
	offsets := map[plumbing.Hash]uint64{}
	for i := range n {
		id := plumbing.Hash(sha1.Sum(binary.BigEndian.AppendUint32(nil, uint32(i))))
		if alike {
			id[0] = 7
		}
		offsets[id] = uint64(i)*12345678 + 12
	}
	return offsets
}

func TestPackIndex(t *testing.T) {
	for _, n := range []int{0, 1, 2, 127, 128, 129, 130, 1000} {
		for _, alike := range []bool{false, true} {
			offsets := someObjects(n, alike)
			body := packIndexOf(offsets)
			data := withHash(body)
			x := bytes.NewReader(data)
			for id, want := range offsets {
				if got, err := offsetOf(x, id); err != nil || got != int64(want) {
					t.Errorf("%d objects: %s is at %d, %v; want %d", n, id, got, err, want)
				}
				id[19]++
				if got, err := offsetOf(x, id); !errors.Is(err, plumbing.ErrObjectNotFound) {
					t.Errorf("%d objects: %s, which is not there, is at %d, %v", n, id, got, err)
				}
			}
		}
	}
}

// FuzzPackIndex holds the bisection to go-git's decoder, which reads the whole file: in an index that both take each object
// has the same place.
func FuzzPackIndex(f *testing.F) {
	for _, n := range []int{0, 1, 3, 200, 300} {
		f.Add(packIndexOf(someObjects(n, false)))
		f.Add(packIndexOf(someObjects(n, true)))
	}
	dir := gittest.TempDir(f)
	gittest.Sh(f, dir, `git init -q .; for i in 1 2 3 4 5 6; do echo $i >f$i; done; git add .; git commit -qm x; git repack -qad`)
	names, err := filepath.Glob(filepath.Join(dir, ".git/objects/pack/*.idx"))
	if err != nil || len(names) != 1 {
		f.Fatal(names, err)
	}
	real, err := os.ReadFile(names[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(real[:len(real)-idSize])
	f.Fuzz(func(t *testing.T, body []byte) {
		data := withHash(body)
		fanout := fanoutOf(data)
		if fanout == nil || int64(len(data)) < idsAt+int64(fanout[255])*idSize {
			return // go-git makes room for all the ids that the fanout claims: up to 80 GB
		}
		reference := idxfile.NewMemoryIndex()
		if err := idxfile.NewDecoder(bytes.NewReader(data)).Decode(reference); err != nil || !isSorted(data, fanout) {
			return // unsorted, no bisection finds them all; one id twice has two places
		}
		comparePackIndexes(t, bytes.NewReader(data), reference)
	})
}

func comparePackIndexes(t *testing.T, x io.ReaderAt, reference *idxfile.MemoryIndex) {
	t.Helper()
	entries, err := reference.Entries()
	if err != nil {
		t.Fatal(err)
	}
	for {
		e, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			return // go-git sees only here that a large offset is not there
		}
		want, wantErr := reference.FindOffset(e.Hash)
		got, gotErr := offsetOf(x, e.Hash)
		if wantErr == nil && gotErr == nil && got != want {
			t.Errorf("%s is at %d, want %d", e.Hash, got, want)
		}
		if errors.Is(gotErr, plumbing.ErrObjectNotFound) && wantErr == nil {
			t.Errorf("%s is not found, want it at %d", e.Hash, want)
		}
	}
}

// fanoutOf are the numbers of an index's fanout; none where it is no index of version 2.
func fanoutOf(data []byte) (fanout []uint32) {
	if int64(len(data)) < idsAt || !bytes.HasPrefix(data, []byte(idxHeader)) {
		return nil
	}
	for word := range slices.Chunk(data[len(idxHeader):idsAt], 4) {
		fanout = append(fanout, binary.BigEndian.Uint32(word))
	}
	return fanout
}

// isSorted reports whether each id of an index is smaller than the next, and where the fanout has it.
func isSorted(data []byte, fanout []uint32) bool {
	ids := data[idsAt : idsAt+int64(fanout[255])*idSize]
	chunks := slices.Collect(slices.Chunk(ids, idSize))
	for i, id := range chunks {
		low := uint32(0)
		if id[0] > 0 {
			low = fanout[id[0]-1]
		}
		if uint32(i) < low || uint32(i) >= fanout[id[0]] {
			return false
		}
	}
	return slices.IsSortedFunc(chunks, bytes.Compare) && len(slices.CompactFunc(chunks, bytes.Equal)) == int(fanout[255])
}

// BenchmarkPackIndex is one lookup among a million objects.
func BenchmarkPackIndex(b *testing.B) {
	offsets := someObjects(1_000_000, false)
	path := filepath.Join(b.TempDir(), "x.idx")
	if err := os.WriteFile(path, withHash(packIndexOf(offsets)), 0o600); err != nil {
		b.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var some plumbing.Hash
	for some = range offsets {
		break
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := offsetOf(file, some); err != nil {
			b.Fatal(err)
		}
	}
}
