package fix

import (
	"fmt"
	"os"

	"github.com/ddhook/ddhook/hook/atomic"
)

// Write puts data in the place of a file, as [atomic.Write] does. A file that its owner may not write is left alone,
// although a new one could take its place.
func Write(file string, data []byte) error {
	info, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("writing the repaired file: %w", err)
	}
	const ownerWrites = 0o200
	if info.Mode()&ownerWrites == 0 {
		return fmt.Errorf("writing the repaired file: it is read-only; chmod u+w it first")
	}
	if err := atomic.Write(file, data, info.Mode().Perm(), nil); err != nil {
		return fmt.Errorf("writing the repaired file: %w", err)
	}
	return nil
}
