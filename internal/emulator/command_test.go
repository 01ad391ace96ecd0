package emulator

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// output can be read while the command writes to it, and signals each write.
type output struct {
	mu    sync.Mutex
	buf   bytes.Buffer
	wrote chan struct{}
}

func newOutput() *output { return &output{wrote: make(chan struct{}, 100)} }

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	defer func() { o.wrote <- struct{}{} }()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// running is a command that has printed its summary.
type running struct {
	t              *testing.T
	stdout, stderr *output
	cancel         context.CancelFunc
	done           chan int
}

// launch starts a command and waits for its summary, which is its last output.
func launch(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	c := &running{t, newOutput(), newOutput(), cancel, make(chan int, 1)}
	go func() { c.done <- Command(ctx, args, c.stdout, c.stderr) }()
	select {
	case <-c.stdout.wrote:
	case code := <-c.done:
		t.Fatalf("ended with %d: %s", code, c.stderr)
	}
	t.Cleanup(cancel)
	return c
}

func (c *running) stop() {
	c.t.Helper()
	c.cancel()
	if code := <-c.done; code != exitOK {
		c.t.Errorf("ended with %d: %s", code, c.stderr)
	}
}

func readReady(t *testing.T, path string) (r ready, client *http.Client) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	ca, err := os.ReadFile(r.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		t.Fatal("the CA file has no certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return r, &http.Client{Transport: transport}
}

// ownersOnly expects a file that no other account can read. Windows has no modes: a
// file takes the access rights of its folder there.
func ownersOnly(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode != 0o600 {
		t.Errorf("%s has the mode %v", path, mode)
	}
}

func TestCommandReadyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ready.json")
	c := launch(t, "-ready-file", path)
	r, client := readReady(t, path)
	ownersOnly(t, path)
	if len(r.Clouds) != 4 || r.Control != r.Clouds["public"].Graph+"/_emulator" {
		t.Errorf("got %+v", r)
	}
	response, err := client.Get(r.Control + "/state")
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("control: %d, %v", response.StatusCode, err)
	}
	for _, want := range []string{"contoso", "northwind", "Exchange Online", r.Clouds["china"].Graph, r.CAFile, "Ctrl-C"} {
		if !strings.Contains(c.stdout.String(), want) {
			t.Errorf("%q is not in the summary %s", want, c.stdout)
		}
	}
	client.CloseIdleConnections()
	c.stop()
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the ready file remains after shutdown: %v", err)
	}
}

func TestCommandTemporaryCA(t *testing.T) {
	t.Parallel()
	c := launch(t)
	_, rest, _ := strings.Cut(c.stdout.String(), "CA           ")
	path, _, _ := strings.Cut(rest, " (")
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	c.stop()
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the CA file remains after shutdown: %v", err)
	}
}

func TestCommandKeepsState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	state, readyFile := filepath.Join(dir, "state.json"), filepath.Join(dir, "ready.json")
	post := func(path, body string) string {
		r, client := readReady(t, readyFile)
		response, err := client.Post(r.Control+path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(response.Body); err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		client.CloseIdleConnections()
		return text.String()
	}
	c := launch(t, "-state", state, "-ready-file", readyFile)
	post("/clock/advance", `{"seconds": 1000000}`)
	c.stop()
	ownersOnly(t, state)
	// The nonexistent seed proves that the state is used.
	c = launch(t, "-state", state, "-ready-file", readyFile, "-seed", filepath.Join(dir, "none.json"))
	var clock struct{ Now time.Time }
	if err := json.Unmarshal([]byte(post("/clock/advance", `{"seconds": 0}`)), &clock); err != nil {
		t.Fatal(err)
	}
	if ahead := time.Until(clock.Now); ahead < 999_000*time.Second {
		t.Errorf("the clock is %v ahead", ahead)
	}
	if !strings.Contains(c.stdout.String(), state) {
		t.Errorf("the summary does not name the state: %s", c.stdout)
	}
	c.stop()
}

func TestCommandFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	broken := write("tenants.json", "{\"tenants\": [\n  {\"key\": \"contoso\",\n   \"tenant_id\": \"nonsense\"}]}")
	badState := write("state.json", "{}")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	_, port, err := net.SplitHostPort(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name string
		args []string
		code int
		want []string
	}{
		{"broken seed", []string{"-seed", broken}, exitFailure, []string{"tenants.json:3", "tenant_id", "nonsense"}},
		{"no seed", []string{"-seed", filepath.Join(dir, "none.json")}, exitFailure, []string{"none.json"}},
		{"broken state", []string{"-state", badState}, exitFailure, []string{"state.json"}},
		{"port taken", []string{"-port", port}, exitFailure, []string{"cloud public", "127.0.0.1:" + port}},
		{"no such folder", []string{"-ready-file", filepath.Join(dir, "none", "ready.json")}, exitFailure, []string{"none"}},
		{"unknown flag", []string{"-color", "red"}, exitUsage, []string{"color", "-ready-file"}},
		{"argument", []string{"start"}, exitUsage, []string{"start"}},
		{"port", []string{"-port", "65533"}, exitUsage, []string{"-port"}},
		{"lag", []string{"-lag", "-1s"}, exitUsage, []string{"-lag"}},
		{"setting", []string{"-set", "color=red"}, exitUsage, []string{`there is no setting "color"`, "flapping_replicas, "}},
		{"value of a setting", []string{"-set", "flapping_replicas=maybe"}, exitUsage, []string{"flapping_replicas", "maybe"}},
		{"setting without a value", []string{"-set", "flapping_replicas"}, exitUsage, []string{"name=value"}},
		{"latency", []string{"-latency", "-1s"}, exitUsage, []string{"-latency"}},
		{"port of the official names", []string{"-hosts-port", "70000"}, exitUsage, []string{"-hosts-port"}},
		{"port of the official names is taken", []string{"-hosts", "-hosts-port", port}, exitFailure, []string{"the official names", "127.0.0.1:" + port}},
		{"help", []string{"-h"}, exitOK, []string{"terraform-provider-multitenant emulator [flags]", "-seed FILE", "-listen ADDRESS", "-hosts", "-throttle"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			code := Command(t.Context(), tc.args, &stdout, &stderr)
			if code != tc.code || stdout.Len() > 0 {
				t.Errorf("ended with %d, printed %q", code, &stdout)
			}
			for _, want := range tc.want {
				if !strings.Contains(stderr.String(), want) {
					t.Errorf("%q is not in %q", want, &stderr)
				}
			}
		})
	}
}

func TestWarnsBeyondLoopback(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{"127.0.0.1": true, "::1": true, "localhost": true, "0.0.0.0": false, "192.0.2.1": false, "emulator": false} {
		if loopback(host) != want {
			t.Errorf("%s: got %v", host, !want)
		}
	}
	c := launch(t, "-listen", "0.0.0.0")
	if !strings.Contains(c.stderr.String(), "warning") || !strings.Contains(c.stdout.String(), "https://127.0.0.1:") {
		t.Errorf("got %s, %s", c.stderr, c.stdout)
	}
	c.stop()
}
