package area_test

import (
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

func addPartner(t *testing.T, w *kernel.World, tenantID, partnerID string) {
	t.Helper()
	if _, err := createPartner(w, tenantID, map[string]any{"tenantId": partnerID}); err != nil {
		t.Fatal(err)
	}
}

func TestDeletedPartnersCanBeRestored(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	setAccess(contosoID, fabrikamID, "inboundTrust", map[string]any{"isMfaAccepted": true})(t, w)
	if err := crosstenant.Partners.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	gone, err := crosstenant.Partners.GetDeleted(w, contosoID, fabrikamID)
	if err != nil || !gone.Deleted.Equal(start) {
		t.Fatalf("in the recycle bin: %+v, %v", gone, err)
	}
	if _, err := crosstenant.Partners.Restore(w, contosoID, fabrikamID, nil, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	p, err := crosstenant.Partners.Get(w, contosoID, fabrikamID)
	if trust, _ := p.Settings["inboundTrust"].(map[string]any); err != nil || trust["isMfaAccepted"] != true {
		t.Errorf("restored %v, %v", p, err)
	}
	_, err = crosstenant.Partners.Restore(w, contosoID, fabrikamID, nil, kernel.Actor{})
	wantFault(t, err, 404, refusal.CodeObjectNotFound, "")
}

func TestRecycleBinOfPartners(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*kernel.World) error
		left   bool // can be restored afterwards
		status int  // of the restoration; 0 is success
	}{
		{"nothing happens", func(*kernel.World) error { return nil }, true, 0},
		{"a new partner takes the place", func(w *kernel.World) error {
			_, err := createPartner(w, contosoID, map[string]any{"tenantId": fabrikamID})
			return err
		}, true, 409},
		{"purged", func(w *kernel.World) error {
			return crosstenant.Partners.Purge(w, contosoID, fabrikamID, kernel.Actor{})
		}, false, 404},
		{"29 days pass", func(w *kernel.World) error { w.Advance(29 * 24 * time.Hour); return nil }, true, 0},
		{"30 days pass", func(w *kernel.World) error { w.Advance(30 * 24 * time.Hour); return nil }, false, 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			addPartner(t, w, contosoID, fabrikamID)
			if err := crosstenant.Partners.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
				t.Fatal(err)
			}
			if err := tt.change(w); err != nil {
				t.Fatal(err)
			}
			page, err := crosstenant.Partners.Deleted(w, contosoID, kernel.Listing{Limit: 10})
			if err != nil || (len(page.Items) == 1) != tt.left {
				t.Errorf("recycle bin %v, %v", page.Items, err)
			}
			_, err = crosstenant.Partners.Restore(w, contosoID, fabrikamID, nil, kernel.Actor{})
			switch {
			case tt.status == 0 && err != nil:
				t.Error(err)
			case tt.status == 404:
				wantFault(t, err, 404, refusal.CodeObjectNotFound, "")
			case tt.status == 409:
				wantFault(t, err, 409, refusal.CodeSameKey, "tenantId")
			}
		})
	}
}

// A deletion that has not propagated is still returned, and conflicts with a new
// entry (graph-cross-tenant §1.11).
func TestDeletedPartnerLingers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	addPartner(t, w, contosoID, fabrikamID)
	w.SetLag(10 * time.Second)
	if err := crosstenant.Partners.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	if _, err := crosstenant.Partners.Get(w, contosoID, fabrikamID); err != nil {
		t.Errorf("a deleted partner must answer within the lag: %v", err)
	}
	_, err := createPartner(w, contosoID, map[string]any{"tenantId": fabrikamID})
	wantFault(t, err, 409, refusal.CodeSameKey, "tenantId")
	wantFault(t, updatePartner(w, contosoID, fabrikamID, map[string]any{"inboundTrust": nil}), 404, refusal.CodeObjectNotFound, "")
	w.Advance(10 * time.Second)
	_, err = crosstenant.Partners.Get(w, contosoID, fabrikamID)
	wantFault(t, err, 404, refusal.CodeObjectNotFound, "")
	if _, err := createPartner(w, contosoID, map[string]any{"tenantId": fabrikamID}); err != nil {
		t.Errorf("after the lag: %v", err)
	}
}

func TestSyncPolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	allowed := map[string]any{"displayName": "Fabrikam", "userSyncInbound": map[string]any{"isSyncAllowed": true}}
	wantFault(t, createSyncPolicy(w, contosoID, fabrikamID, allowed), 404, refusal.CodeObjectNotFound, "")
	addPartner(t, w, contosoID, fabrikamID)
	_, err := crosstenant.SyncPolicies.Get(w, contosoID, fabrikamID)
	wantFault(t, err, 404, refusal.CodeObjectNotFound, "")
	wantFault(t, updateSyncPolicy(w, contosoID, fabrikamID, allowed), 404, refusal.CodeObjectNotFound, "company information")
	wantFault(t, createSyncPolicy(w, contosoID, fabrikamID, map[string]any{"shade": 1}), 400, refusal.CodeBadRequest, "shade")
	if err := createSyncPolicy(w, contosoID, fabrikamID, allowed); err != nil {
		t.Fatal(err)
	}
	wantFault(t, createSyncPolicy(w, contosoID, fabrikamID, allowed), 409, refusal.CodeSameKey, "A conflicting object")
	if err := updateSyncPolicy(w, contosoID, fabrikamID, map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": false}}); err != nil {
		t.Fatal(err)
	}
	p, err := crosstenant.SyncPolicies.Get(w, contosoID, fabrikamID)
	if inbound, _ := p.Settings["userSyncInbound"].(map[string]any); err != nil || p.Settings["displayName"] != "Fabrikam" || inbound["isSyncAllowed"] != false {
		t.Errorf("policy %v, %v", p, err)
	}

	// The order of deletion is fixed.
	wantFault(t, crosstenant.Partners.Delete(w, contosoID, fabrikamID, kernel.Actor{}), 400, refusal.CodeBadRequest, "synchronization policy")
	if err := crosstenant.SyncPolicies.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	if _, err := crosstenant.SyncPolicies.Restore(w, contosoID, fabrikamID, nil, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	if err := crosstenant.SyncPolicies.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	wantFault(t, crosstenant.SyncPolicies.Delete(w, contosoID, fabrikamID, kernel.Actor{}), 404, refusal.CodeObjectNotFound, "")
	if err := crosstenant.Partners.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	_, err = crosstenant.SyncPolicies.Restore(w, contosoID, fabrikamID, nil, kernel.Actor{})
	wantFault(t, err, 404, refusal.CodeObjectNotFound, "")
}

func TestPartnersSurviveARestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for _, id := range []string{fabrikamID, northwindID} {
		addPartner(t, w, contosoID, id)
	}
	if err := createSyncPolicy(w, contosoID, fabrikamID, map[string]any{}); err != nil {
		t.Fatal(err)
	}
	if err := crosstenant.Partners.Delete(w, contosoID, northwindID, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	data, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	restarted := area.NewWorld(kernel.Options{Now: func() time.Time { return start }})
	if err := restarted.LoadState(data); err != nil {
		t.Fatal(err)
	}
	if _, err := crosstenant.SyncPolicies.Get(restarted, contosoID, fabrikamID); err != nil {
		t.Error(err)
	}
	if _, err := crosstenant.Partners.Restore(restarted, contosoID, northwindID, nil, kernel.Actor{}); err != nil {
		t.Error(err)
	}
	if p, _ := defaultAccess(restarted, contosoID); p["isServiceDefault"] != true {
		t.Errorf("default %v", p)
	}
}

// The code says that a partner exists; the status is a setting.
func TestStatusOfDuplicatePartner(t *testing.T) {
	t.Parallel()
	for badRequest, status := range map[bool]int{true: 400, false: 409} {
		w := newWorld(t, func(o *kernel.Options) {
			o.Settings = settings.With(func(s *settings.Settings) { s.DuplicatePartnerIsBadRequest = badRequest })
		})
		addPartner(t, w, contosoID, fabrikamID)
		_, err := createPartner(w, contosoID, map[string]any{"tenantId": fabrikamID})
		wantFault(t, err, status, refusal.CodeSameKey, "Another object with the same value for property tenantId")
		if err := crosstenant.Partners.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
			t.Fatal(err)
		}
		addPartner(t, w, contosoID, fabrikamID)
		_, err = crosstenant.Partners.Restore(w, contosoID, fabrikamID, nil, kernel.Actor{})
		wantFault(t, err, status, refusal.CodeSameKey, "tenantId")
	}
}
