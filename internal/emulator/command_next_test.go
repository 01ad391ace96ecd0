package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The startup text lists the next steps, and no feature that is missing.
func TestSummarySaysWhatIsNext(t *testing.T) {
	t.Parallel()
	c := launch(t)
	text := c.stdout.String()
	for _, want := range []string{"Next:", "endpoints", "/_emulator/state", "/_emulator/requests/summary", "curl --cacert ", guide} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	for _, not := range []string{"no tenants, so", "official names"} {
		if strings.Contains(text, not) {
			t.Errorf("%q is in %s", not, text)
		}
	}
	c.stop()
}

func TestSummaryOfAnEmptyWorld(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "empty.json")
	if err := os.WriteFile(path, []byte(`{"tenants":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c := launch(t, "-seed", path)
	for _, want := range []string{"There are no tenants, so nothing can sign in", "/_emulator/seed", "-seed FILE"} {
		if !strings.Contains(c.stdout.String(), want) {
			t.Errorf("%q is not in %s", want, c.stdout)
		}
	}
	c.stop()
}

// The official names are served, and printed in the format of a hosts file.
func TestCommandHosts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ready.json")
	c := launch(t, "-hosts", "-hosts-port", "0", "-ready-file", path)
	r, client := readReady(t, path)
	if r.Hosts == nil || !slices.Contains(r.Hosts.Names, "graph.microsoft.com") {
		t.Fatalf("got %+v", r)
	}
	if !strings.Contains(c.stdout.String(), "\n    127.0.0.1 ") || !strings.Contains(c.stdout.String(), " login.microsoftonline.us") {
		t.Errorf("the summary has no line for a hosts file: %s", c.stdout)
	}
	transport, ok := client.Transport.(*http.Transport)
	if !ok {
		t.Fatal("the client has an unexpected transport")
	}
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, r.Hosts.Address)
	}
	response, err := client.Get("https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("got %d, %v", response.StatusCode, err)
	}
	client.CloseIdleConnections()
	c.stop()
}

func TestCommandSchema(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	if code := Command(t.Context(), []string{"-schema"}, &stdout, &stderr); code != exitOK || !json.Valid(stdout.Bytes()) || stderr.Len() > 0 {
		t.Errorf("ended with %d: %s", code, &stderr)
	}
}
