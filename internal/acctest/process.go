package acctest

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
)

// Emulator is the provider's subcommand, run as a separate process.
type Emulator struct {
	// CAFile is the authority for its clients to trust, Control its control API.
	CAFile, Control string

	t      *testing.T
	clouds map[string]emulator.Endpoints
	estate *Estate
}

// StartEmulator runs the subcommand with an estate until the end of the test.
func StartEmulator(t *testing.T, e *Estate) *Emulator {
	t.Helper()
	provider, err := installation()
	if err != nil {
		t.Fatal(err)
	}
	seed, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	seedFile, readyFile := filepath.Join(dir, "tenants.json"), filepath.Join(dir, "ready.json")
	if err := os.WriteFile(seedFile, seed, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(provider.binary, "emulator", "-seed", seedFile, "-port", "0", "-ready-file", readyFile)
	summary, errors := &firstWrite{came: make(chan struct{})}, &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = summary, errors
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		err = cmd.Wait()
		close(ended)
	}()
	select {
	case <-summary.came:
	case <-ended:
		t.Fatalf("the emulator has ended: %v\n%s", err, errors)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		<-ended
	})
	return ready(t, readyFile, e)
}

// ready reads the emulator's addresses, which it writes before its summary.
func ready(t *testing.T, file string, e *Estate) *Emulator {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var written struct {
		Clouds  map[string]emulator.Endpoints `json:"clouds"`
		CAFile  string                        `json:"ca_file"`
		Control string                        `json:"control"`
	}
	if err := json.Unmarshal(data, &written); err != nil {
		t.Fatal(err)
	}
	return &Emulator{CAFile: written.CAFile, Control: written.Control, t: t, clouds: written.Clouds, estate: e}
}

// LiveEnvironment returns the environment in which a test process treats a tenant
// of the emulator as a real one.
func (p *Emulator) LiveEnvironment(key, partnerID string) []string {
	tenant := p.estate.Tenant(key)
	env := []string{"SSL_CERT_FILE=" + p.CAFile}
	for name, value := range leadTo(tenant, p.clouds[tenant.Cloud], partnerID) {
		env = append(env, livePrefix+name+"="+value)
	}
	return env
}

// State returns the emulator's view of its tenants.
func (p *Emulator) State() map[string]any {
	p.t.Helper()
	authority, err := os.ReadFile(p.CAFile)
	if err != nil {
		p.t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(authority) {
		p.t.Fatalf("%s has no certificate", p.CAFile)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Get(p.Control + "/state")
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	var state map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&state); err != nil {
		p.t.Fatal(err)
	}
	return state
}

// firstWrite signals the first write to it.
type firstWrite struct {
	once sync.Once
	came chan struct{}
}

func (w *firstWrite) Write(p []byte) (int, error) {
	w.once.Do(func() { close(w.came) })
	return len(p), nil
}
