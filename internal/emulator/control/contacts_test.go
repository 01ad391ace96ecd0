package control

import (
	"encoding/json"
	"net/http"
	"testing"
)

func TestContacts(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var created struct{ ID, Mail string }
	text := h.want(http.StatusCreated, "POST", "/contacts", `{"tenant":"contoso","contact":{"mail":"carla@partner.example","displayName":"Carla"}}`)
	if err := json.Unmarshal([]byte(text), &created); err != nil || created.ID == "" || created.Mail != "carla@partner.example" {
		t.Fatalf("created %s: %v", text, err)
	}
	contains(t, h.want(http.StatusOK, "GET", "/state", ""), `SMTP:carla@partner.example`)

	tests := []struct {
		name, method, body string
		status             int
		code, part         string
	}{
		{"held by a mail-enabled guest", "POST", `{"tenant":"` + contosoID + `","contact":{"mail":"KIM@fabrikam.example"}}`, 400, "ProxyAddressExistsException", guestID},
		{"held by a contact", "POST", `{"tenant":"contoso","contact":{"mail":"carla@partner.example"}}`, 400, "ProxyAddressExistsException", "already being used"},
		{"no address", "POST", `{"tenant":"contoso","contact":{"displayName":"x"}}`, 400, "RecipientTaskException", "is not an SMTP e-mail address"},
		{"unknown member", "POST", `{"tenant":"contoso","contact":{"maill":"x"}}`, 400, "BadRequest", "maill"},
		{"unknown tenant", "POST", `{"tenant":"moon","contact":{"mail":"x@partner.example"}}`, 404, "NotFound", "moon"},
		{"delete of a missing contact", "DELETE", `{"tenant":"contoso","id":"` + guestID + `"}`, 404, "ManagementObjectNotFoundException", guestID},
		{"delete", "DELETE", `{"tenant":"contoso","id":"` + created.ID + `"}`, 204, "", ""},
		{"address is free again", "POST", `{"tenant":"contoso","contact":{"mail":"carla@partner.example"}}`, 201, "", ""},
	}
	// In order: the last two depend on each other.
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			contains(t, h.want(tt.status, tt.method, "/contacts", tt.body), tt.code, tt.part)
		})
	}
}
