//go:build !windows

// Package atomic replaces files.
package atomic

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/google/renameio/v2"
)

// Write puts data in the place of a file, whole or not at all: a new file is written beside it and renamed. It has the
// mode and owner of the old one, and its group as far as that is allowed; where there was none it has perm, less the umask.
// ready is asked right before the old file goes; its error keeps that.
func Write(file string, data []byte, perm fs.FileMode, ready func() error) error {
	t, err := renameio.NewPendingFile(file, renameio.WithTempDir(filepath.Dir(file)),
		renameio.WithPermissions(perm), renameio.WithExistingPermissions())
	if err != nil {
		return err
	}
	defer t.Cleanup() // does nothing after success
	if info, err := os.Lstat(file); err == nil {
		if old, ok := info.Sys().(*syscall.Stat_t); ok {
			if err := t.Chown(int(old.Uid), -1); err != nil { // only root may
				return errors.New("it would belong to somebody else then")
			}
			_ = t.Chown(-1, int(old.Gid)) // who belongs to that group may
		}
	}
	if _, err := t.Write(data); err != nil {
		return err
	}
	if err := t.Sync(); err != nil { // here, since it takes time
		return err
	}
	if err := ready(); err != nil {
		return err
	}
	return t.CloseAtomicallyReplace()
}
