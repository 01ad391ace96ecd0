package graph_test

import (
	"slices"
	"strings"
	"testing"
)

func TestEntraP1(t *testing.T) {
	t.Parallel()
	const p1, p2, exchange = "41781fb2-bc02-4b7c-bd55-b576c07bb09d", "eec0eb4f-6444-4f95-aba0-50c24d67f998", "efb87545-963c-4e0d-99df-69c6916d9eb0"
	plan := func(service, id, status string) string {
		return `{"assignedDateTime":"2026-01-15T08:00:00Z","service":"` + service + `","servicePlanId":"` + id + `","capabilityStatus":"` + status + `"}`
	}
	mail := plan("exchange", exchange, "Enabled")
	for name, c := range map[string]struct {
		plans string
		want  bool
		fails bool
	}{
		"P1":                   {`,"assignedPlans":[` + mail + "," + plan("AADPremiumService", p1, "Enabled") + "]", true, false},
		"P2":                   {`,"assignedPlans":[` + plan("AADPremiumService", p2, "Enabled") + "]", true, false},
		"another name":         {`,"assignedPlans":[` + plan("AADPremium", strings.ToUpper(p1), "Enabled") + "]", true, false},
		"another id":           {`,"assignedPlans":[` + plan("AADPremiumService", exchange, "Enabled") + "]", true, false},
		"run out":              {`,"assignedPlans":[` + plan("AADPremiumService", p1, "Warning") + "]", true, false},
		"suspended":            {`,"assignedPlans":[` + plan("AADPremiumService", p1, "Suspended") + "]", false, false},
		"deleted beside mail":  {`,"assignedPlans":[` + plan("AADPremiumService", p2, "Deleted") + "," + mail + "]", false, false},
		"no plan":              {`,"assignedPlans":[]`, false, false},
		"plan without details": {`,"assignedPlans":[{}]`, false, false},
		"not said":             {"", false, true},
	} {
		client, s := scripted(t, answer{200, `{"value":[{"id":"f"` + c.plans + `}]}`})
		got, err := client.EntraP1(t.Context())
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		// The tenant's description is part of the same answer.
		if _, err := client.Organization(t.Context()); err != nil || len(s.sent) != 1 {
			t.Errorf("%s: sent %v, error %v", name, s.sent, err)
		}
	}
}

// TestEntraGovernance is in the same answer, by the id of its plan.
func TestEntraGovernance(t *testing.T) {
	t.Parallel()
	const governance, p2 = "e866a266-3cff-43a3-acca-0c90a7e00c8b", "eec0eb4f-6444-4f95-aba0-50c24d67f998"
	for plan, want := range map[string]bool{
		`{"servicePlanId":"` + governance + `","capabilityStatus":"Enabled"}`:                       true,
		`{"servicePlanId":"` + governance + `","capabilityStatus":"Suspended"}`:                     false,
		`{"service":"AADPremiumService","servicePlanId":"` + p2 + `","capabilityStatus":"Enabled"}`: false,
	} {
		client, s := scripted(t, answer{200, `{"value":[{"id":"f","assignedPlans":[` + plan + `]}]}`})
		got, err := client.EntraGovernance(t.Context())
		if _, also := client.EntraP1(t.Context()); err != nil || also != nil || got != want || len(s.sent) != 1 {
			t.Errorf("%s: %v, %v, sent %v", plan, got, err, s.sent)
		}
	}
}

func TestEntraP1IsRefused(t *testing.T) {
	t.Parallel()
	client, s := scripted(t, answer{403, `{"error":{"code":"Authorization_RequestDenied","message":"No."}}`})
	for range 2 {
		if _, err := client.EntraP1(t.Context()); err == nil {
			t.Error("the refusal is lost")
		}
	}
	if !slices.Equal(s.sent, []string{"GET /v1.0/organization"}) {
		t.Errorf("sent %v", s.sent)
	}
}
