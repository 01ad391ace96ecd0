package graph_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// The responses to a forbidden restore and to a deletion.
var (
	restoreRefused = answer{403, `{"error":{"code":"Authorization_RequestDenied","message":"No."}}`}
	deleteRefused  = answer{400, `{"error":{"code":"Request_BadRequest","message":"No."}}`}
	// standing are the answers that lead to the recycle bin: a new configuration
	// conflicts twice and none can be read.
	standing = []answer{entryConflict, entryGone, entryConflict, entryGone}
)

// TestPartnerOverADeletedOne restores the deleted configuration that blocks a new
// one, and gives each block the value of a new configuration.
func TestPartnerOverADeletedOne(t *testing.T) {
	t.Parallel()
	const looks = "POST GET POST GET POST restore"
	marked := answer{200, strings.Replace(entryTrusting.body, "{", `{"isServiceProvider":true,`, 1)}
	for name, test := range map[string]struct {
		answers []answer
		sent    string
		err     error
	}{
		"restored":              {[]answer{entryEmpty, entryDone, entryClosed, entryTrusting}, looks + " PATCH GET GET", nil},
		"restored, not heard":   {[]answer{entryEmpty, entryGone, entryGone, entryDone, entryGone, entryTrusting}, looks + " PATCH POST restore PATCH GET GET", nil},
		"only not gone yet":     {[]answer{entryGone, entryAdded}, looks + " POST", nil},
		"back by another hand":  {[]answer{entryConflict, entryConflict, entryTrusting, entryDone}, looks + " POST GET PATCH", nil},
		"restored, says more":   {[]answer{entryEmpty, entryDone, marked}, looks + " PATCH GET", service.ErrConflict},
		"restored, not changed": {[]answer{entryEmpty, deleteRefused}, looks + " PATCH", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, slices.Concat(standing, test.answers)...)
			continued, err := c.AddPartner(t.Context(), "p", trust())
			fails := test.err != nil || name == "restored, not changed"
			if fails != (err != nil) || test.err != nil && !errors.Is(err, test.err) || s.short() != test.sent || continued != (name == "back by another hand") {
				t.Errorf("continued %t after %q, error %v", continued, s.short(), err)
			}
			if i := slices.Index(s.sent, "PATCH "+partnerPath); i >= 0 && name != "back by another hand" {
				if body := s.bodies[i]; len(body) != 10 || body["b2bCollaborationInbound"] != nil || body["inboundTrust"] == nil {
					t.Errorf("the restored entry is written with %v", body)
				}
			}
		})
	}
}

// TestDeletedPartnerIsNotAdopted: a deleted configuration does not count as
// existing.
func TestDeletedPartnerIsNotAdopted(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, slices.Concat(standing, []answer{entryEmpty, entryDone, entryTrusting})...)
	adopted, err := c.AdoptPartner(t.Context(), "p", trust().Change)
	if want := "POST PATCH POST PATCH POST restore PATCH GET"; err != nil || adopted || s.short() != want {
		t.Errorf("adopted %t after %q, error %v", adopted, s.short(), err)
	}
}

// TestDeletedPartnerCannotBeRestored waits as long as the removal may still be in
// progress.
func TestDeletedPartnerCannotBeRestored(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, append(slices.Clone(standing), slices.Repeat([]answer{restoreRefused, entryConflict, entryGone}, 50)...)...)
	_, err := c.AddPartner(t.Context(), "p", trust())
	var stays *graph.DeletedPartnerError
	if !errors.As(err, &stays) || stays.TenantID != "p" || !errors.Is(err, service.ErrForbidden) || len(s.sent) < 15 || len(s.sent) > 60 {
		t.Errorf("error %v after %d requests", err, len(s.sent))
	}
	c, s = scripted(t, append(slices.Clone(standing), restoreRefused, entryAdded)...)
	if _, err := c.AddPartner(t.Context(), "p", trust()); err != nil {
		t.Errorf("error %v after %q", err, s.short())
	}
}

// TestRefusedDeletion writes the policy again that had to be deleted first.
func TestRefusedDeletion(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []answer
		sent    string
		says    string
	}{
		"synchronized":       {[]answer{entrySynced, entryDone, entryEmpty, deleteRefused, entryDone, entrySynced}, "GET DELETE sync GET DELETE PUT sync GET", ""},
		"cannot be restored": {[]answer{entrySynced, entryDone, entryEmpty, deleteRefused, restoreRefused}, "GET DELETE sync GET DELETE PUT sync", "could not be written again"},
		"not synchronized":   {[]answer{entryEmpty, deleteRefused}, "GET DELETE", ""},
	} {
		c, s := scripted(t, test.answers...)
		err := c.DeletePartner(t.Context(), "p", nil)
		if e := (*service.Error)(nil); !errors.As(err, &e) || e.Code != "Request_BadRequest" || !strings.Contains(err.Error(), test.says) || s.short() != test.sent {
			t.Errorf("%s: error %v after %q", name, err, s.short())
		}
	}
}
