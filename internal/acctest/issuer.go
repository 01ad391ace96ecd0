package acctest

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// FederatedToken returns a pipeline's OIDC token, issued by the emulator's
// control API.
func (w *World) FederatedToken(issuer, subject, audience string) string {
	w.t.Helper()
	body, err := json.Marshal(map[string]string{"issuer": issuer, "subject": subject, "audience": audience})
	if err != nil {
		w.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.server.Control()+"/federated_token", bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := Client().Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct{ Token string }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.Token == "" {
		w.t.Fatalf("the emulator handed out no token: %s, %v", resp.Status, err)
	}
	return answer.Token
}
