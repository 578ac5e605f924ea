// Package atomic replaces files.
package atomic

import (
	"io/fs"
	"os"
)

// Write puts data in the place of a file, which is written anew and stays whose it is: Windows cannot exchange one that
// is open. ready is asked right before; its error keeps the old one.
func Write(file string, data []byte, perm fs.FileMode, ready func() error) error {
	if err := ready(); err != nil {
		return err
	}
	return os.WriteFile(file, data, perm)
}
