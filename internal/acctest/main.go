package acctest

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
)

// authority signs the certificates of all emulators of this process, because
// SSL_CERT_FILE is read once.
var authority *emulator.CA

// Client sends to the emulators of this process: some systems ignore
// SSL_CERT_FILE.
func Client() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authority.Pool(), MinVersion: tls.VersionTLS12}}}
}

// scratch is a folder that exists until the process ends.
var scratch string

// Main runs the tests of a package with the shared setup. It does not return.
func Main(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "multitenant-acctest")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	scratch = dir
	if err := prepare(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func prepare(dir string) (err error) {
	if ofTheRun, err = settingsOfTheRun(); err != nil {
		return err
	}
	if authority, err = emulator.NewCA(); err != nil {
		return err
	}
	file := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(file, authority.PEM(), 0o600); err != nil {
		return err
	}
	readLive()
	// The developer's own environment must not affect a test.
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		for _, prefix := range []string{"ARM_", "MULTITENANT_", "AZURE_", "ACTIONS_ID_TOKEN_", "TF_VAR_", "TF_CLI_", "TF_LOG"} {
			if strings.HasPrefix(name, prefix) {
				if err := os.Unsetenv(name); err != nil {
					return err
				}
			}
		}
	}
	settings := map[string]string{
		"SSL_CERT_FILE":             file,
		"CHECKPOINT_DISABLE":        "1",
		"TF_ACC_TERRAFORM_PATH":     CLI(),
		"TF_ACC_PROVIDER_HOST":      "registry.terraform.io",
		"TF_ACC_PROVIDER_NAMESPACE": "multitenant-as-code",
	}
	for name, value := range settings {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

// CLI returns the Terraform or OpenTofu under test: TF_ACC_TERRAFORM_PATH, or the
// one on the PATH. It is empty when there is none.
func CLI() string {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
