//go:build unix && !solaris && !illumos && !aix

package guestsync

import (
	"os"
	"syscall"
)

// lock keeps other runs from writing a file. It ends with the process.
func lock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
