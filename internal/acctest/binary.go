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
	// The files read by the stand-in for the provider.
	binaryVariable = "MULTITENANT_ACCTEST_BINARY"
	pidsVariable   = "MULTITENANT_ACCTEST_PIDS"
)

// installed is the provider as installed for a CLI.
type installed struct {
	// binary is the provider itself.
	binary string
	// settings is a CLI configuration file that makes init install the provider
	// from a mirror. The plugin there starts the binary and records its process
	// id, so that a test can kill it.
	settings string
}

// installation builds and installs the provider, once per test process.
var installation = sync.OnceValues(func() (installed, error) { return install(scratch) })

func install(dir string) (installed, error) {
	binary := filepath.Join(dir, executable("provider"))
	if err := build(binary, binaryPackage); err != nil {
		return installed{}, err
	}
	mirror := filepath.Join(dir, "mirror")
	folder := filepath.Join(mirror, "registry.terraform.io", "multitenant-as-code", "multitenant", binaryVersion, runtime.GOOS+"_"+runtime.GOARCH)
	plugin := filepath.Join(folder, executable("terraform-provider-multitenant_v"+binaryVersion))
	if err := build(plugin, binaryPackage+"/internal/acctest/standin/plugin"); err != nil {
		return installed{}, err
	}
	settings := filepath.Join(dir, "cli.tfrc")
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path    = %q\n    include = [\"registry.terraform.io/multitenant-as-code/*\"]\n  }\n}\n", mirror)
	return installed{binary, settings}, os.WriteFile(settings, []byte(text), 0o600)
}

// executable returns the file name of a program.
func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

// build compiles a program into a folder.
func build(file, pkg string) error {
	if out, err := exec.Command("go", "build", "-o", file, pkg).CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, out)
	}
	return nil
}
