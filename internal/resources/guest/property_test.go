package guest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// randomCases is the number of directories of the property test; the other constant
// is the number in one world.
const (
	randomCases  = 400
	randomWorlds = 4
)

// TestFindingsForetellTheService compares the findings about an invitation with the
// decision of the service, in random directories.
func TestFindingsForetellTheService(t *testing.T) {
	t.Parallel()
	for part := range randomWorlds {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Settings: documentedCharacters})
			seen := map[string]int{}
			for i := range randomCases / randomWorlds {
				number := uint64(part*randomCases/randomWorlds + i)
				c := newRandomCase(rand.New(rand.NewPCG(number, 3)))
				verdict, err := c.try(t, w)
				seen[verdict]++
				if err != nil {
					data, _ := json.MarshalIndent(c, "", " ")
					t.Errorf("case %d: %v\n%s", number, err, data)
				}
			}
			t.Logf("outcomes: %v", seen)
			for _, outcome := range []string{"accepted", "refused", "exists", "undecided"} {
				if seen[outcome] == 0 {
					t.Errorf("no case was %s: the directories are not random enough", outcome)
				}
			}
		})
	}
}

// try plans the invitation of a case, applies it, and compares.
func (c randomCase) try(t *testing.T, w *acctest.World) (string, error) {
	t.Helper()
	c.load(t, w)
	tenants := registry(t, w)
	resource, err := tenants.Get(c.Resource)
	if err != nil {
		return "", err
	}
	refusal := rules.CheckInvitedAddress(c.Invited.Email)
	var findings []rules.Finding
	var facts rules.InvitationFacts
	if refusal == nil {
		data := &tfkit.Data{
			Tenants: tenants, Records: tfkit.NewRecords(), Inspect: inspect.NewMachine(tenants, nil),
			PlannedAccess: &inspect.PlannedAccess{}, PlannedVisibility: &inspect.PlannedVisibility{}, Notices: &tfkit.Notices{},
		}
		if facts, err = guest.GatherFacts(t.Context(), data, resource, c.Invited); err != nil {
			return "", fmt.Errorf("the facts cannot be gathered: %w", err)
		}
		findings = rules.CheckInvitation(facts)
	}
	before := len(w.People(resource.ID))
	invited, err := resource.Graph.Invite(t.Context(), graph.Invitation{
		Email: c.Invited.Email, UserType: c.Invited.UserType, RedirectURL: "https://myapps.microsoft.com", UserID: c.Invited.InvitedUserID,
	})
	var call *service.Error
	if err != nil && (!errors.As(err, &call) || call.Status == 0 || call.Status >= 500) {
		return "", fmt.Errorf("the service did not answer: %w", err)
	}
	return c.compare(w, resource.ID, outcome{refusal, facts, findings, before, invited, err})
}

// outcome is the prediction and the result.
type outcome struct {
	address  error
	facts    rules.InvitationFacts
	findings []rules.Finding
	before   int
	invited  graph.Invited
	refused  error
}

func (o outcome) has(codes ...rules.Code) bool {
	return slices.ContainsFunc(o.findings, func(f rules.Finding) bool { return slices.Contains(codes, f.Code) })
}

func (o outcome) wasRefused() bool { return o.refused != nil }

func (o outcome) String() string {
	var codes []rules.Code
	for _, f := range o.findings {
		codes = append(codes, f.Code)
	}
	return fmt.Sprintf("address: %v, findings: %v, service: %v", o.address, codes, o.refused)
}

// compare describes the result, and fails if it was not predicted.
func (c randomCase) compare(w *acctest.World, tenantID string, o outcome) (string, error) {
	foretold := o.address != nil || o.has("MT003", "MT004", "MT010", "MT016", "MT020", "MT021", "MT022", "MT023")
	switch {
	case o.has("MT005"):
		if len(w.People(tenantID)) != o.before {
			return "", fmt.Errorf("a user was created although it existed (%v)", o)
		}
		return "exists", nil
	case foretold && o.wasRefused():
		return "refused", nil
	case o.wasRefused() && o.blind():
		return "undecided", nil
	case foretold != o.wasRefused():
		return "", fmt.Errorf("the service and the checks disagree (%v)", o)
	}
	u, err := directory.Users.Get(w.World, tenantID, o.invited.UserID)
	if err != nil {
		return "", err
	}
	if poor := o.has("MT011", "MT012"); c.Invited.InvitedUserID == "" && poor == (len(u.ProxyAddresses) > 0) {
		return "", fmt.Errorf("proxy addresses are %v (%v)", u.ProxyAddresses, o)
	}
	return "accepted", nil
}

// blind reports whether the service refused for a reason that no check can know:
// cross-tenant settings that name groups of the home tenant or apply to a home
// tenant that is not configured, and domain lists outside the worldwide cloud.
func (o outcome) blind() bool {
	var call *service.Error
	if errors.As(o.refused, &call) && call.Status == http.StatusForbidden {
		return o.facts.Home == nil || o.facts.Inbound.Verdict == rules.Undecided || o.facts.Outbound.Verdict == rules.Undecided
	}
	_, lists := o.facts.DomainLists.Get()
	return !lists
}

// load replaces the world by that of the case.
func (c randomCase) load(t *testing.T, w *acctest.World) {
	t.Helper()
	if err := w.Load(c.Estate.Seed(t)); err != nil {
		t.Fatal(err)
	}
	for _, email := range c.Deleted {
		by := kernel.Actor{Permissions: []string{"User.ReadWrite.All"}}
		id := acctest.FabrikamID
		if c.Resource == acctest.Northwind {
			id = acctest.NorthwindID
		}
		if err := directory.Users.Delete(w.World, id, email, by); err != nil {
			t.Fatal(err)
		}
	}
}
