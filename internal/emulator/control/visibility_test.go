package control

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// relationship is a legacy object of the owner's tenant.
type relationship struct{}

func (relationship) Shares(*kernel.Directory, *kernel.Directory, string, string, kernel.Moment) map[string]string {
	return map[string]string{"organization relationship 'Fabrikam'": "all"}
}

func (relationship) Routes(*kernel.Directory, *kernel.Directory, string, string, kernel.Moment) []string {
	return nil
}

func TestVisibility(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	const question = `{"viewer_tenant":"fabrikam","viewer":"kim@fabrikam.example","owner_tenant":"contoso","owner":"ada@contoso.example"`
	contains(
		t, h.want(http.StatusOK, "POST", "/visibility", question+`,"feature":"mail_tips"}`),
		`"sees":"nothing"`, `"decided_by":"policy"`, `{"layer":"trust","tenant":"contoso","setting":"default/m365CollaborationInbound","holds":false,"says":"does not admit the viewer"}`,
	)
	contains(t, h.want(http.StatusOK, "POST", "/visibility", question+`}`), `"feature":"calendar_availability"`, `"feature":"mailbox_move"`)
	contains(t, h.want(http.StatusBadRequest, "POST", "/visibility", `{"viewer_tenant":"fabrikam"}`), "are required")
	contains(t, h.want(http.StatusBadRequest, "POST", "/visibility", question+`,"feature":"mail"}`), "is not a feature")
	contains(t, h.want(http.StatusNotFound, "POST", "/visibility", `{"viewer_tenant":"moon","viewer":"a","owner_tenant":"contoso","owner":"ada@contoso.example"}`), "moon")
	h.want(http.StatusBadRequest, "POST", "/visibility", question+`,"color":"red"}`)

	config := h.api.config
	config.Legacy = crosstenant.Legacy(relationship{})
	h.api = New(config)
	contains(
		t, h.want(http.StatusOK, "POST", "/visibility", question+`,"feature":"mail_tips"}`),
		`"sees":"all","decided_by":"legacy","after_legacy":"nothing","because":[{"layer":"legacy","tenant":"contoso","setting":"organization relationship 'Fabrikam'"`,
	)
}
