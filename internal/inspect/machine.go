package inspect

import (
	"sync"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

const (
	// PlanPatience bounds what looking at a silent tenant may cost a plan.
	PlanPatience = 30 * time.Second
	// edgePatience is that of a topology check, which has nothing else to do.
	edgePatience = 2 * time.Minute
)

// Machine asks tenants for a provider instance. It is safe for concurrent use.
type Machine struct {
	tenants *tenant.Registry
	checks  rules.Severities

	mu      sync.Mutex
	refused map[asked]error
}

// asked is a question to a tenant.
type asked struct{ tenantID, question string }

// NewMachine returns a machine; it asks nothing yet.
func NewMachine(tenants *tenant.Registry, checks rules.Severities) *Machine {
	return &Machine{tenants: tenants, checks: checks, refused: map[asked]error{}}
}

// Plan begins an inquiry for a check of a plan.
func (m *Machine) Plan() *Inquiry { return m.begin(PlanPatience) }

func (m *Machine) begin(patience time.Duration) *Inquiry {
	return &Inquiry{machine: m, inquiry: share.NewInquiry(patience)}
}

// refusal is why a tenant refused a question before, nil if it did not.
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

// TenantFacts is a tenant as rules know it, without what has to be read.
func TenantFacts(t *tenant.Tenant) rules.Tenant {
	return rules.Tenant{Key: t.Key, ID: t.ID, Cloud: t.Cloud.Name}
}
