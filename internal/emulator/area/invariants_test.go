package area_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

func asFault(err error, target **refusal.Error) bool { return errors.As(err, target) }

// TestInvariants runs random sequences of operations. Names and addresses stay
// unique, and the indexes equal those of a rebuild.
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
				err := operate(t, w, random)
				var fault *refusal.Error
				var exchangeFault *command.Fault
				if err != nil && !errors.As(err, &fault) && !errors.As(err, &exchangeFault) {
					t.Fatalf("step %d: %v", step, err)
				}
				look(t, w, contosoID, func(d *kernel.Directory) { checkInvariants(t, d) })
			}
		})
	}
}

func operate(t *testing.T, w *kernel.World, random *rand.Rand) error {
	address := fmt.Sprintf("p%d@partner.example", random.IntN(8))
	id := anyUser(t, w, random)
	switch random.IntN(9) {
	case 0, 1:
		i := to(address)
		i.UserType = []string{"", directory.TypeGuest, directory.TypeMember}[random.IntN(3)]
		_, err := invitation.Invite(w, contosoID, i, inviter)
		return err
	case 2:
		return directory.UpdateUser(w, contosoID, id, map[string]any{"mail": address}, inviter)
	case 3:
		return directory.UpdateUser(w, contosoID, id, map[string]any{"userPrincipalName": fmt.Sprintf("u%d@contoso.example", random.IntN(6))}, inviter)
	case 4:
		return directory.Users.Delete(w, contosoID, id, inviter)
	case 5:
		_, err := directory.Users.Restore(w, contosoID, id, map[string]any{directory.RestoreReconciles: random.IntN(2) == 0}, inviter)
		return err
	case 6:
		return directory.Users.Purge(w, contosoID, id, inviter)
	case 7:
		_, err := exchange.AddContact(w, contosoID, directory.Contact{Mail: address})
		return err
	default:
		w.Advance(time.Duration(random.IntN(20)) * time.Second)
		return nil
	}
}

func anyUser(t *testing.T, w *kernel.World, random *rand.Rand) string {
	var ids []string
	look(t, w, contosoID, func(d *kernel.Directory) {
		for _, u := range slices.Concat(directory.Users.All(d), directory.Users.AllDeleted(d)) {
			ids = append(ids, u.ID)
		}
	})
	slices.Sort(ids)
	return ids[random.IntN(len(ids))]
}

func checkInvariants(t *testing.T, d *kernel.Directory) {
	t.Helper()
	owners := map[string]string{}
	claim := func(id string, proxies []string) {
		for _, p := range proxies {
			if other := owners[strings.ToLower(p)]; other != "" {
				t.Fatalf("%s belongs to %s and %s", p, other, id)
			}
			owners[strings.ToLower(p)] = id
		}
	}
	names := map[string]bool{}
	for _, u := range slices.Concat(directory.Users.All(d), directory.Users.AllDeleted(d)) {
		upn := strings.ToLower(u.UserPrincipalName)
		if names[upn] {
			t.Fatalf("two users are named %s", upn)
		}
		names[upn] = true
		if !u.IsDeleted() {
			claim(u.ID, u.ProxyAddresses)
		}
	}
	for _, c := range directory.Contacts.All(d) {
		claim(c.ID, c.ProxyAddresses)
	}
	for _, g := range directory.Groups.All(d) {
		claim(g.ID, g.ProxyAddresses)
	}
}
