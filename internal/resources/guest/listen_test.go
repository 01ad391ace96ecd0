package guest_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// remark is one diagnostic of a plan, with its address and the number of the
// provider's run.
type remark struct {
	run                                    int
	email, severity, path, summary, detail string
}

// ear records the diagnostics of the provider while planning: the test framework
// returns errors as text, and no warnings.
type ear struct {
	mu   sync.Mutex
	runs int
	said []remark
}

// listening runs steps like World.Test, and records the provider's diagnostics.
func listening(t *testing.T, e *ear, steps ...resource.TestStep) {
	t.Helper()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"multitenant": func() (tfprotov6.ProviderServer, error) {
				server, err := acctest.NewProvider()
				return &overheard{ProviderServer: server, ear: e}, err
			},
		},
		Steps: steps,
	})
}

// begin counts a run of the provider that plans.
func (e *ear) begin() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.runs++
	return e.runs
}

func (e *ear) note(r remark) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.said = append(e.said, r)
}

// forget drops the records.
func (e *ear) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.said, e.runs = nil, 0
}

// remarks lists the remarks without duplicates, in a fixed order: the CLI plans
// more than once.
func (e *ear) remarks() []remark {
	e.mu.Lock()
	defer e.mu.Unlock()
	said := slices.Clone(e.said)
	for i := range said {
		said[i].run = 0
	}
	slices.SortFunc(said, func(a, b remark) int {
		return cmp.Or(strings.Compare(a.email, b.email), strings.Compare(a.summary, b.summary), strings.Compare(a.detail, b.detail))
	})
	return slices.Compact(said)
}

// findings lists the remarks with a code as "email code severity path".
func (e *ear) findings() []string {
	var list []string
	for _, r := range e.remarks() {
		if code, _, found := strings.Cut(r.summary, ":"); found && strings.HasPrefix(code, "MT") {
			list = append(list, fmt.Sprintf("%s %s %s %s", r.email, code, r.severity, r.path))
		}
	}
	return slices.Compact(list)
}

// overheard is a provider whose plans are recorded.
type overheard struct {
	tfprotov6.ProviderServer
	ear   *ear
	first sync.Once
	run   int
}

func (o *overheard) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	o.first.Do(func() { o.run = o.ear.begin() })
	resp, err := o.ProviderServer.PlanResourceChange(ctx, req)
	if err != nil {
		return resp, err
	}
	who, err := o.emailOf(ctx, req)
	if err != nil {
		return resp, err
	}
	for _, d := range resp.Diagnostics {
		at := ""
		if d.Attribute != nil {
			at = attributePath.Replace(d.Attribute.String())
		}
		o.ear.note(remark{o.run, who, d.Severity.String(), at, d.Summary, d.Detail})
	}
	return resp, nil
}

// attributePath converts a path of the protocol to the format of configurations.
var attributePath = strings.NewReplacer(`").AttributeName("`, ".", `AttributeName("`, "", `")`, "")

// emailOf reads the address from the configuration, or from the state of a user
// that is to be destroyed.
func (o *overheard) emailOf(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (string, error) {
	schemas, err := o.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return "", err
	}
	kind := schemas.ResourceSchemas[req.TypeName].ValueType()
	for _, encoded := range []*tfprotov6.DynamicValue{req.Config, req.PriorState} {
		value, err := encoded.Unmarshal(kind)
		if err != nil {
			return "", err
		}
		var attributes map[string]tftypes.Value
		if value.IsNull() || value.As(&attributes) != nil {
			continue
		}
		var email string
		if v, ok := attributes["email"]; ok && v.IsKnown() && v.As(&email) == nil {
			return email, nil
		}
	}
	return "", nil
}

// person is a resource that invites one user.
func person(name, tenant, email, arguments string) string {
	return fmt.Sprintf("resource \"multitenant_b2b_invitation\" %q {\n  tenant = %q\n  email  = %q\n  %s\n}\n", name, tenant, email, arguments)
}
