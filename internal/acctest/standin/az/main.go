// Az stands in for the Azure CLI: whatever it is asked for, it prints the token in
// the file beside it.
package main

import (
	"os"
	"path/filepath"
)

func main() {
	self, err := os.Executable()
	if err != nil {
		fail(err)
	}
	token, err := os.ReadFile(filepath.Join(filepath.Dir(self), "token.json"))
	if err != nil {
		fail(err)
	}
	if _, err := os.Stdout.Write(token); err != nil {
		fail(err)
	}
}

func fail(err error) {
	_, _ = os.Stderr.WriteString(err.Error() + "\n")
	os.Exit(1)
}
