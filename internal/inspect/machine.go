package inspect

import (
	"sync"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

const (
	// PlanPatience bounds the delay of a plan by a tenant that does not answer.
	PlanPatience = 30 * time.Second
	// edgePatience is the limit of a topology check, whose only work is to read.
	edgePatience = 2 * time.Minute
)

// Machine reads tenants for a provider instance. It is safe for concurrent use.
type Machine struct {
	tenants *tenant.Registry
	checks  rules.Severities

	mu      sync.Mutex
	refused map[asked]error
}

// asked identifies a question to a tenant.
type asked struct{ tenantID, question string }

// NewMachine returns a machine; it sends nothing yet.
func NewMachine(tenants *tenant.Registry, checks rules.Severities) *Machine {
	return &Machine{tenants: tenants, checks: checks, refused: map[asked]error{}}
}

// Plan starts an inquiry for a plan check.
func (m *Machine) Plan() *Inquiry { return m.begin(PlanPatience) }

func (m *Machine) begin(patience time.Duration) *Inquiry {
	return &Inquiry{machine: m, inquiry: share.NewInquiry(patience)}
}

// refusal returns the tenant's earlier refusal of a question, nil if there is
// none.
func (m *Machine) refusal(a asked) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refused[a]
}

func (m *Machine) remember(a asked, refusal error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refused[a] = refusal
}

// TenantFacts returns a tenant's configured facts for rules, without those to be
// read.
func TenantFacts(t *tenant.Tenant) rules.Tenant {
	return rules.Tenant{Key: t.Key, ID: t.ID, Cloud: t.Cloud.Name}
}
