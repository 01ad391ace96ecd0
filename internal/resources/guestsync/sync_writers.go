package guestsync

import (
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// syncedUsers are the users that a guest sync writes. The ledger is read when another
// writer of the same tenant asks, which most plans have not.
type syncedUsers struct {
	sourceID string
	written  reconcile.Written
}

// synced returns the users of the ledger of a record, and those that are to come.
func (e *edge) synced(rec record, coming reconcile.Coming) *syncedUsers {
	return &syncedUsers{e.source.ID, reconcile.Written{Coming: coming, OnLeave: e.settings.OnLeave, Ledger: sync.OnceValue(func() *reconcile.Ledger {
		ledger, err := reconcile.DecodeLedger(rec.Ledger)
		if err != nil {
			// The run reports a damaged ledger.
			return reconcile.NewLedger()
		}
		return ledger
	})}}
}

// Has reports whether the sync writes the user of an invitation.
func (s *syncedUsers) Has(invited rules.Invited) bool {
	w := s.written
	for _, text := range invited.UserIDs {
		if id, err := reconcile.ParseID(text); err == nil && w.HasTarget(id) {
			return true
		}
	}
	for _, a := range invited.Addresses {
		if w.HasAddress(a) {
			return true
		}
	}
	id, err := reconcile.ParseID(invited.HomeUserID)
	return err == nil && strings.EqualFold(invited.HomeTenantID, s.sourceID) && w.HasSource(id)
}

// Shared returns the users that another guest sync writes as well. Ledgers of different
// home tenants are not compared as a whole: what they share has been reported when one
// of them adopted it.
func (s *syncedUsers) Shared(other rules.SyncedUsers, sameSource bool) (count int, name string) {
	o, ok := other.(*syncedUsers)
	if !ok {
		return 0, ""
	}
	mine, theirs := s.written, o.written
	if sameSource {
		return first(mine.Shared(theirs))
	}
	if count, name = first(mine.Met(theirs)); count > 0 {
		return count, name
	}
	return first(theirs.Met(mine))
}

func first(names []string) (count int, name string) {
	if len(names) == 0 {
		return 0, ""
	}
	return len(names), names[0]
}

// key identifies a sync by its settings.
func (e *edge) key() string { return e.source.ID + " " + e.target.ID + " " + e.fingerprint }

// checkWriters is MT081 for the other resources of the plan.
func (r *guestSync) checkWriters(e *edge, isNew bool, users rules.SyncedUsers, diags *diag.Diagnostics) {
	r.Report(rules.CheckGuestSync(r.Writers, rules.GuestSync{
		Source: inspect.TenantFacts(e.source), Target: inspect.TenantFacts(e.target), New: isNew, Settings: e.fingerprint, Users: users,
	}), func(rules.Code) path.Path { return path.Root("attributes") }, diags)
}
