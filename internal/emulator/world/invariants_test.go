package world

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func asFault(err error, target **Fault) bool { return errors.As(err, target) }

// TestInvariants runs random sequences of operations. Whatever happens, names
// and addresses stay unique and the indexes are those that a rebuild would make.
func TestInvariants(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			random := rand.New(rand.NewPCG(seed, 7))
			if seed%2 == 1 {
				w.SetLag(5 * time.Second)
			}
			for step := range 300 {
				err := operate(w, random)
				var fault *Fault
				if err != nil && !errors.As(err, &fault) {
					t.Fatalf("step %d: %v", step, err)
				}
				checkInvariants(t, w.byID[contosoID])
			}
		})
	}
}

func operate(w *World, random *rand.Rand) error {
	address := fmt.Sprintf("p%d@partner.example", random.IntN(8))
	id := anyUser(w, random)
	switch random.IntN(9) {
	case 0, 1:
		i := invitation(address)
		i.UserType = []string{"", typeGuest, typeMember}[random.IntN(3)]
		_, err := w.Invite(contosoID, i, inviter)
		return err
	case 2:
		return w.UpdateUser(contosoID, id, map[string]any{"mail": address}, inviter)
	case 3:
		return w.UpdateUser(contosoID, id, map[string]any{"userPrincipalName": fmt.Sprintf("u%d@contoso.example", random.IntN(6))}, inviter)
	case 4:
		return w.DeleteUser(contosoID, id, inviter)
	case 5:
		_, err := w.RestoreUser(contosoID, id, Restoration{DropConflicts: random.IntN(2) == 0}, inviter)
		return err
	case 6:
		return w.PurgeUser(contosoID, id, inviter)
	case 7:
		_, err := w.AddContact(contosoID, Contact{Mail: address})
		return err
	default:
		w.Advance(time.Duration(random.IntN(20)) * time.Second)
		return nil
	}
}

func anyUser(w *World, random *rand.Rand) string {
	ids := slices.Sorted(maps.Keys(w.byID[contosoID].users.records))
	return ids[random.IntN(len(ids))]
}

func checkInvariants(t *testing.T, d *directory) {
	t.Helper()
	owners := map[string]string{}
	claim := func(id string, proxies []string) {
		for _, p := range proxies {
			if other := owners[proxyKey(p)]; other != "" {
				t.Fatalf("%s belongs to %s and %s", p, other, id)
			}
			owners[proxyKey(p)] = id
		}
	}
	names := map[string]bool{}
	d.users.all(func(u *User) bool {
		upn := strings.ToLower(u.UserPrincipalName)
		if names[upn] {
			t.Fatalf("two users are named %s", upn)
		}
		names[upn] = true
		if !u.IsDeleted() {
			claim(u.ID, u.ProxyAddresses)
		}
		return true
	})
	d.contacts.all(func(c *Contact) bool { claim(c.ID, c.ProxyAddresses); return true })
	d.groups.all(func(g *Group) bool { claim(g.ID, g.ProxyAddresses); return true })
	checkIndex(t, &d.users)
	checkIndex(t, &d.contacts)
}

// checkIndex compares an index with one that is built anew.
func checkIndex[T any](t *testing.T, s *store[T]) {
	t.Helper()
	rebuilt := map[string]int{}
	for _, r := range s.order {
		if s.records[r.id] != r {
			t.Fatalf("%s is in the order and not in the records", r.id)
		}
		for k := range s.keysOf(r) {
			rebuilt[k]++
		}
	}
	if len(s.order) != len(s.records) || len(rebuilt) != len(s.index) {
		t.Fatalf("%d ordered, %d recorded, %d keys rebuilt, %d indexed", len(s.order), len(s.records), len(rebuilt), len(s.index))
	}
	for k, n := range rebuilt {
		if len(s.index[k]) != n {
			t.Fatalf("key %s has %d entries, want %d", k, len(s.index[k]), n)
		}
	}
}
