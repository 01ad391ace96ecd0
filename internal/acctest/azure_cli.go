package acctest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
)

// AzureCLI writes a stand-in for the Azure CLI into a folder and returns the
// folder, for the PATH. A user of the tenant, who is a real user of the emulator, has
// signed in to it.
func (w *World) AzureCLI(tenant, userPrincipalName string) (folder string) {
	w.t.Helper()
	graph := w.server.Clouds()[w.estate.Tenant(tenant).Cloud].Graph
	// The provider requests the cloud's own audience.
	body, err := json.Marshal(map[string]string{"tenant": tenant, "user": userPrincipalName, "scope": "https://graph.microsoft.com/.default"})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.signedIn(graph, w.answer(Client().Post(graph+"/_emulator/user_token", "application/json", bytes.NewReader(body))))
}

// AzureCLIOf is AzureCLI after a sign-in of the tenant's application.
func (w *World) AzureCLIOf(tenant string) (folder string) {
	w.t.Helper()
	t := w.estate.Tenant(tenant)
	cloud, app := w.server.Clouds()[t.Cloud], t.Applications[0]
	var issued struct {
		Token string `json:"access_token"`
	}
	data := w.answer(Client().PostForm(cloud.Authority+"/"+t.TenantID+"/oauth2/v2.0/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {app.ClientID}, "client_secret": {app.ClientSecret}, "scope": {cloud.Graph + "/.default"},
	}))
	if err := json.Unmarshal(data, &issued); err != nil {
		w.t.Fatal(err)
	}
	token, err := json.Marshal(map[string]string{"accessToken": issued.Token, "tenant": t.TenantID, "tokenType": "Bearer"})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.signedIn(cloud.Graph, token)
}

// answer is the body of a response with the status 200.
func (w *World) answer(resp *http.Response, err error) []byte {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		w.t.Fatalf("the token: %d %s %v", resp.StatusCode, body, err)
	}
	return body
}

// signedIn builds the stand-in with a session.
func (w *World) signedIn(graph string, token json.RawMessage) (folder string) {
	w.t.Helper()
	folder = w.t.TempDir()
	session, err := json.Marshal(map[string]any{"Token": token, "Graph": graph})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "session.json"), session, 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := build(filepath.Join(folder, executable("az")), binaryPackage+"/internal/acctest/standin/az"); err != nil {
		w.t.Fatal(err)
	}
	return folder
}
