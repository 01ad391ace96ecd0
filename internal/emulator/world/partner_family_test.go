package world

import (
	"testing"
	"time"
)

func addPartner(t *testing.T, w *World, tenantID, partnerID string) {
	t.Helper()
	if _, err := w.AddPartner(tenantID, map[string]any{"tenantId": partnerID}); err != nil {
		t.Fatal(err)
	}
}

func TestDeletedPartnersCanBeRestored(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	settings(contosoID, fabrikamID, "inboundTrust", map[string]any{"isMfaAccepted": true})(t, w)
	if err := w.DeletePartner(contosoID, fabrikamID); err != nil {
		t.Fatal(err)
	}
	gone, err := w.DeletedPartner(contosoID, PartnerSettings, fabrikamID)
	if err != nil || !gone.Deleted.Equal(start) {
		t.Fatalf("in the recycle bin: %+v, %v", gone, err)
	}
	if _, err := w.RestorePartner(contosoID, PartnerSettings, fabrikamID); err != nil {
		t.Fatal(err)
	}
	p, err := w.Partner(contosoID, fabrikamID)
	if trust, _ := p["inboundTrust"].(map[string]any); err != nil || trust["isMfaAccepted"] != true {
		t.Errorf("restored %v, %v", p, err)
	}
	_, err = w.RestorePartner(contosoID, PartnerSettings, fabrikamID)
	wantFault(t, err, 404, CodeObjectNotFound, "")
}

func TestRecycleBinOfPartners(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*World) error
		left   bool // can be restored afterwards
		status int  // of the restoration; 0 is success
	}{
		{"nothing happens", func(*World) error { return nil }, true, 0},
		{"a new partner takes the place", func(w *World) error {
			_, err := w.AddPartner(contosoID, map[string]any{"tenantId": fabrikamID})
			return err
		}, true, 409},
		{"purged", func(w *World) error { return w.PurgePartner(contosoID, PartnerSettings, fabrikamID) }, false, 404},
		{"29 days pass", func(w *World) error { w.Advance(29 * 24 * time.Hour); return nil }, true, 0},
		{"30 days pass", func(w *World) error { w.Advance(30 * 24 * time.Hour); return nil }, false, 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			addPartner(t, w, contosoID, fabrikamID)
			if err := w.DeletePartner(contosoID, fabrikamID); err != nil {
				t.Fatal(err)
			}
			if err := tt.change(w); err != nil {
				t.Fatal(err)
			}
			page, err := w.DeletedPartners(contosoID, PartnerSettings, Listing[Partner]{Limit: 10})
			if err != nil || (len(page.Items) == 1) != tt.left {
				t.Errorf("recycle bin %v, %v", page.Items, err)
			}
			_, err = w.RestorePartner(contosoID, PartnerSettings, fabrikamID)
			switch {
			case tt.status == 0 && err != nil:
				t.Error(err)
			case tt.status == 404:
				wantFault(t, err, 404, CodeObjectNotFound, "")
			case tt.status == 409:
				wantFault(t, err, 409, CodeSameKey, "tenantId")
			}
		})
	}
}

// A deletion that has not propagated still answers, and is in the way of a new
// entry (graph-cross-tenant §1.11).
func TestDeletedPartnerLingers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	addPartner(t, w, contosoID, fabrikamID)
	w.SetLag(10 * time.Second)
	if err := w.DeletePartner(contosoID, fabrikamID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Partner(contosoID, fabrikamID); err != nil {
		t.Errorf("a deleted partner must answer within the lag: %v", err)
	}
	_, err := w.AddPartner(contosoID, map[string]any{"tenantId": fabrikamID})
	wantFault(t, err, 409, CodeSameKey, "tenantId")
	wantFault(t, w.UpdatePartner(contosoID, fabrikamID, map[string]any{"inboundTrust": nil}), 404, CodeObjectNotFound, "")
	w.Advance(10 * time.Second)
	_, err = w.Partner(contosoID, fabrikamID)
	wantFault(t, err, 404, CodeObjectNotFound, "")
	if _, err := w.AddPartner(contosoID, map[string]any{"tenantId": fabrikamID}); err != nil {
		t.Errorf("after the lag: %v", err)
	}
}

func TestSyncPolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	allowed := map[string]any{"displayName": "Fabrikam", "userSyncInbound": map[string]any{"isSyncAllowed": true}}
	wantFault(t, w.CreateSyncPolicy(contosoID, fabrikamID, allowed), 404, CodeObjectNotFound, "")
	addPartner(t, w, contosoID, fabrikamID)
	_, err := w.SyncPolicy(contosoID, fabrikamID)
	wantFault(t, err, 404, CodeObjectNotFound, "")
	wantFault(t, w.UpdateSyncPolicy(contosoID, fabrikamID, allowed), 404, CodeObjectNotFound, "company information")
	wantFault(t, w.CreateSyncPolicy(contosoID, fabrikamID, map[string]any{"colour": 1}), 400, CodeBadRequest, "colour")
	if err := w.CreateSyncPolicy(contosoID, fabrikamID, allowed); err != nil {
		t.Fatal(err)
	}
	wantFault(t, w.CreateSyncPolicy(contosoID, fabrikamID, allowed), 409, CodeSameKey, "A conflicting object")
	if err := w.UpdateSyncPolicy(contosoID, fabrikamID, map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": false}}); err != nil {
		t.Fatal(err)
	}
	p, err := w.SyncPolicy(contosoID, fabrikamID)
	if inbound, _ := p["userSyncInbound"].(map[string]any); err != nil || p["displayName"] != "Fabrikam" || inbound["isSyncAllowed"] != false {
		t.Errorf("policy %v, %v", p, err)
	}

	// The order of deletion is fixed.
	wantFault(t, w.DeletePartner(contosoID, fabrikamID), 400, CodeBadRequest, "synchronization policy")
	if err := w.DeleteSyncPolicy(contosoID, fabrikamID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.RestorePartner(contosoID, PartnerSync, fabrikamID); err != nil {
		t.Fatal(err)
	}
	if err := w.DeleteSyncPolicy(contosoID, fabrikamID); err != nil {
		t.Fatal(err)
	}
	wantFault(t, w.DeleteSyncPolicy(contosoID, fabrikamID), 404, CodeObjectNotFound, "")
	if err := w.DeletePartner(contosoID, fabrikamID); err != nil {
		t.Fatal(err)
	}
	_, err = w.RestorePartner(contosoID, PartnerSync, fabrikamID)
	wantFault(t, err, 404, CodeObjectNotFound, "")
}

func TestPartnersSurviveARestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for _, id := range []string{fabrikamID, northwindID} {
		addPartner(t, w, contosoID, id)
	}
	if err := w.CreateSyncPolicy(contosoID, fabrikamID, map[string]any{}); err != nil {
		t.Fatal(err)
	}
	if err := w.DeletePartner(contosoID, northwindID); err != nil {
		t.Fatal(err)
	}
	data, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	restarted := New(w.options)
	if err := restarted.LoadState(data); err != nil {
		t.Fatal(err)
	}
	if _, err := restarted.SyncPolicy(contosoID, fabrikamID); err != nil {
		t.Error(err)
	}
	if _, err := restarted.RestorePartner(contosoID, PartnerSettings, northwindID); err != nil {
		t.Error(err)
	}
	if p, _ := restarted.DefaultAccess(contosoID); p["isServiceDefault"] != true {
		t.Errorf("default %v", p)
	}
}

// The code says that a partner exists; the status is a setting.
func TestStatusOfDuplicatePartner(t *testing.T) {
	t.Parallel()
	for badRequest, status := range map[bool]int{true: 400, false: 409} {
		w := newWorld(t, func(o *Options) {
			o.Settings = SettingsWith(func(s *Settings) { s.DuplicatePartnerIsBadRequest = badRequest })
		})
		addPartner(t, w, contosoID, fabrikamID)
		_, err := w.AddPartner(contosoID, map[string]any{"tenantId": fabrikamID})
		wantFault(t, err, status, CodeSameKey, "Another object with the same value for property tenantId")
		if err := w.DeletePartner(contosoID, fabrikamID); err != nil {
			t.Fatal(err)
		}
		addPartner(t, w, contosoID, fabrikamID)
		_, err = w.RestorePartner(contosoID, PartnerSettings, fabrikamID)
		wantFault(t, err, status, CodeSameKey, "tenantId")
	}
}
