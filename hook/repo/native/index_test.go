package native

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"testing"
)

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
	sum := sha1.Sum(b.Bytes())
	b.Write(sum[:])
	return b.Bytes()
}

// BenchmarkWalkIndex is what each commit pays for the size of its repository.
func BenchmarkWalkIndex(b *testing.B) {
	const entries = 100_000
	data := manyEntries(entries)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		err := walkIndex(bytes.NewReader(data), func(path []byte) answer {
			if bytes.HasSuffix(path, []byte(".Dockerfile")) {
				return take
			}
			return skip
		}, nil)
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/entries, "ns/entry")
}
