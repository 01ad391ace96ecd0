package torture_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// logFile is the provider's log of a round, in the workspace.
const logFile = "trace.log"

// check compares the tenants with the configuration.
func (r *round) check() {
	r.t.Helper()
	for _, i := range r.workspace.Instances() {
		if i.Tainted {
			r.t.Errorf("%s is tainted", i.Address)
		}
	}
	for _, c := range r.configured {
		c.check(r)
	}
	r.checkUsers()
	for _, at := range resourceTenants {
		for id, n := range r.mails(at) {
			if n > 1 {
				r.t.Errorf("user %s of %s has got %d mails", id, at.key, n)
			}
		}
	}
}

// checkUsers expects no other external users than the invited or synced ones and the
// residents, and in the recycle bin only users that the configuration has deleted.
func (r *round) checkUsers() {
	r.t.Helper()
	want := len(r.residents) + len(r.leavers)
	for _, c := range r.configured {
		switch c := c.(type) {
		case *invitation:
			want++
		case *guestSync:
			want += len(c.members)
		case *departure:
			if r.deleted[c.userID] {
				want--
			}
		}
	}
	got, binned := 0, 0
	for _, at := range resourceTenants {
		got += len(r.world.Guests(at.id))
		for _, u := range r.world.RecycleBin(at.id) {
			if binned++; !r.deleted[u.ID] {
				r.t.Errorf("%s of %s was deleted", u.UserPrincipalName, at.key)
			}
		}
	}
	if got != want {
		r.t.Errorf("there are %d external users, want %d", got, want)
	}
	if binned != len(r.deleted) {
		r.t.Errorf("%d users are in the recycle bins, want %d", binned, len(r.deleted))
	}
}

// mails counts the invitation mails of a tenant by user.
func (r *round) mails(at place) map[string]int {
	r.t.Helper()
	mails := map[string]int{}
	for _, m := range r.world.Mails(at.id) {
		mails[m.UserID]++
	}
	return mails
}

// state are the attributes of a resource in the state.
func (r *round) state(c configured) map[string]any {
	r.t.Helper()
	for _, i := range r.workspace.Instances() {
		if i.Address == c.address() {
			return i.Attributes
		}
	}
	r.t.Errorf("the state has no %s", c.address())
	return nil
}

// traces are the parts of a tenant that a removed resource leaves.
var traces = []string{"deleted_applications", "deleted_groups", "deleted_service_principals", "deleted_users", "mails"}

// checkRemains compares the tenants with those before the first configuration.
func (r *round) checkRemains() {
	r.t.Helper()
	after := r.world.Snapshot()
	for _, key := range slices.Sorted(maps.Keys(r.before)) {
		before, now := plain(r, r.before[key]), plain(r, after[key])
		for _, trace := range traces {
			delete(before, trace)
			delete(now, trace)
		}
		if err := acctest.Differences(now, before); err != nil {
			r.t.Errorf("after the removal, tenant %s differs: %v", key, err)
		}
	}
}

// plain is a part of a snapshot as JSON decodes it.
func plain(r *round, part any) map[string]any {
	r.t.Helper()
	data, err := json.Marshal(part)
	var decoded map[string]any
	if err == nil {
		err = json.Unmarshal(data, &decoded)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return decoded
}

// checkLog expects no secret in the provider's log.
func (r *round) checkLog() {
	r.t.Helper()
	data, err := os.ReadFile(r.workspace.Path(logFile))
	if err != nil {
		r.t.Fatal(err)
	}
	secrets := []string{"eyJ", "Bearer ", "redeem?rd=", "ticket="}
	for _, key := range r.world.Keys() {
		secrets = append(secrets, acctest.Secret(key))
	}
	if !strings.Contains(string(data), "Request answered") {
		r.t.Error("the log has no request, so that it proves nothing")
	}
	for _, secret := range secrets {
		if at := strings.Index(string(data), secret); at >= 0 {
			r.t.Errorf("the log has %q, after: %s", secret, data[max(0, at-200):at])
		}
	}
}
