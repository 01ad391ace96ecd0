package acctest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
)

const (
	binaryPackage = "github.com/multitenant-as-code/terraform-provider-multitenant"
	binaryVersion = "0.1.0"
	pidsVariable  = "MULTITENANT_ACCTEST_PIDS"
)

// installation is a CLI configuration file that makes init take the provider
// from a mirror, which is built once per process of tests.
var installation = sync.OnceValues(func() (string, error) { return install(scratch) })

func install(dir string) (string, error) {
	binary := filepath.Join(dir, "terraform-provider-multitenant")
	build := exec.Command("go", "build", "-o", binary, binaryPackage)
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the provider: %w\n%s", err, out)
	}
	mirror := filepath.Join(dir, "mirror")
	folder := filepath.Join(mirror, "registry.terraform.io", "multitenant-as-code", "multitenant", binaryVersion, runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	// The plugin is a script that notes its process id and becomes the provider,
	// so that a test can kill what the CLI started.
	script := fmt.Sprintf("#!/bin/sh\nif [ -n \"$%[1]s\" ]; then echo $$ >>\"$%[1]s\"; fi\nexec '%[2]s' \"$@\"\n", pidsVariable, binary)
	plugin := filepath.Join(folder, "terraform-provider-multitenant_v"+binaryVersion)
	if err := os.WriteFile(plugin, []byte(script), 0o700); err != nil {
		return "", err
	}
	file := filepath.Join(dir, "cli.tfrc")
	settings := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path    = %q\n    include = [\"registry.terraform.io/multitenant-as-code/*\"]\n  }\n}\n", mirror)
	return file, os.WriteFile(file, []byte(settings), 0o600)
}
