package acctest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

// AzureCLI writes a stand-in for the Azure CLI into a folder and returns the
// folder, for the PATH: it prints the token of a user of the only tenant. The
// user is a real user of the emulator.
func (w *World) AzureCLI(tenant, userPrincipalName string) (folder string) {
	w.t.Helper()
	graph := w.server.Clouds()[w.estate.Tenant(tenant).Cloud].Graph
	// The provider requests the cloud's own audience.
	body, err := json.Marshal(map[string]string{"tenant": tenant, "user": userPrincipalName, "scope": "https://graph.microsoft.com/.default"})
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := Client().Post(graph+"/_emulator/user_token", "application/json", bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	token, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		w.t.Fatalf("the token of %s: %d %s %v", userPrincipalName, resp.StatusCode, token, err)
	}
	folder = w.t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "token.json"), token, 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := build(filepath.Join(folder, executable("az")), binaryPackage+"/internal/acctest/standin/az"); err != nil {
		w.t.Fatal(err)
	}
	return folder
}
