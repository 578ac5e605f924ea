// Package atomic replaces files.
package atomic

import (
	"io/fs"
	"os"
)

// Write puts data in the place of a file, which is written anew and stays whose it is: Windows cannot exchange one that
// is open.
func Write(file string, data []byte, perm fs.FileMode) error { return os.WriteFile(file, data, perm) }
