package fix

import (
	"bytes"
	"errors"
	"os"

	"github.com/ddhook/ddhook/hook/atomic"
)

// Write puts repaired in the place of a file, as [atomic.Write] does. One that does not hold old any more is left alone, and
// so is one that its owner may not write, although a new one could take its place.
func Write(file string, old, repaired []byte) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	const ownerWrites = 0o200
	if info.Mode()&ownerWrites == 0 {
		return errors.New("it is read-only; chmod u+w it first")
	}
	return atomic.Write(file, repaired, info.Mode().Perm(), func() error {
		if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, old) {
			return errors.New("it was changed meanwhile, and is left as it is; run fix again")
		}
		return nil
	})
}
