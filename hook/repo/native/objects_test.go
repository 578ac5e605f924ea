package native

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// TestAlternates has folders of objects in a row, each of which borrows from the one before: as many as git follows, and
// in a ring.
func TestAlternates(t *testing.T) {
	dir := gittest.TempDir(t)
	id := strings.TrimSpace(gittest.Sh(t, dir, `git init -q 0; echo a | git -C 0 hash-object -w --stdin
		for i in 1 2 3 4 5 6 7; do git init -q $i; echo $PWD/$((i - 1))/.git/objects >$i/.git/objects/info/alternates; done
		echo $PWD/7/.git/objects >0/.git/objects/info/alternates`))
	for i := range 8 {
		gitDir := filepath.Join(dir, fmt.Sprint(i), ".git")
		gits := gittest.Sh(t, dir, fmt.Sprintf("git -C %d cat-file -e %s 2>/dev/null && echo yes || true", i, id))
		r := New(Layout{GitDir: gitDir, CommonDir: gitDir})
		data, err := r.Object(id, "blob")
		if r.Close(); gits != "" && (err != nil || string(data) != "a\n") {
			t.Errorf("over %d others: %q, %v", i, data, err)
		}
	}
	r := New(Layout{CommonDir: filepath.Join(dir, "7", ".git")})
	defer r.Close()
	if data, err := r.Object(strings.Repeat("1", 40), "blob"); err == nil {
		t.Errorf("what is nowhere is %q", data)
	}
}

// A part is an object of a pack: a blob of zeros, or a delta against the part before it that copies from its beginning.
type part struct {
	size   int
	copies []int // how many bytes each; none is a blob
}

// packOf makes the files of a pack of these parts, and names its last one.
func packOf(t *testing.T, parts []part) (p *pack, last plumbing.Hash) {
	t.Helper()
	data := binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(len(parts)))
	offsets := map[plumbing.Hash]uint64{}
	for i, p := range parts {
		content, kind, base := make([]byte, p.size), plumbing.BlobObject, last
		last = plumbing.Hash{byte(i + 1)}
		if i == len(parts)-1 {
			last = plumbing.ComputeHash(plumbing.BlobObject, content)
		}
		offsets[last] = uint64(len(data))
		if p.copies != nil {
			kind = plumbing.REFDeltaObject
			content = binary.AppendUvarint(nil, uint64(parts[i-1].size))
			content = binary.AppendUvarint(content, uint64(p.size))
			for _, n := range p.copies {
				content = append(content, 0xf0, byte(n), byte(n>>8), byte(n>>16))
			}
		}
		data = append(data, 0x80|byte(kind)<<4|byte(len(content)&15)) // the type and four bits of the length
		data = binary.AppendUvarint(data, uint64(len(content)>>4))
		if p.copies != nil {
			data = append(data, base[:]...)
		}
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		_, err := w.Write(content)
		if err = errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		data = append(data, packed.Bytes()...)
	}
	p = &pack{base: filepath.Join(t.TempDir(), "pack-x")}
	err := os.WriteFile(p.base+".pack", withHash(data), 0o600)
	if err = errors.Join(err, os.WriteFile(p.base+".idx", withHash(packIndexOf(offsets)), 0o600)); err != nil {
		t.Fatal(err)
	}
	return p, last
}

// TestDeltaBombs reads small files that are made from more than any file has: what takes that is for git to read.
func TestDeltaBombs(t *testing.T) {
	const mebi = 1 << 20
	for _, tt := range []struct {
		name    string
		parts   []part
		wantErr bool
	}{
		{name: "as git may make it", parts: []part{{size: 20 * mebi}, {mebi, []int{mebi}}}},
		{name: "a large base", parts: []part{{size: 48 * mebi}, {10, []int{10}}}, wantErr: true},
		{name: "large between", parts: []part{{size: 8 * mebi}, {64 * mebi, slices.Repeat([]int{8 * mebi}, 8)}, {10, []int{10}}}, wantErr: true},
		{name: "a large result", parts: []part{{size: 8 * mebi}, {64 * mebi, slices.Repeat([]int{8 * mebi}, 8)}}, wantErr: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, id := packOf(t, tt.parts)
			r := Reader{open: func() error { return nil }, packs: []*pack{p}}
			defer r.Close()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			data, err := r.Object(id.String(), "blob")
			runtime.ReadMemStats(&after)
			if made := after.TotalAlloc - before.TotalAlloc; (err != nil) != tt.wantErr || made > 100*mebi {
				t.Errorf("%d bytes, %v, and %d MiB were taken", len(data), err, made/mebi)
			}
		})
	}
}
