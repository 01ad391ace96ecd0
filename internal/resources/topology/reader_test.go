package topology_test

import (
	"fmt"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// check is a topology check without a CLI: hundreds of them take less time than one
// run of Terraform. Each reader starts without cached answers.
type check struct {
	t      *testing.T
	world  *acctest.World
	estate *acctest.Estate
	checks map[string]any
}

// declared is an edge as in a configuration.
func declared(source, target string, capabilities ...any) map[string]any {
	return map[string]any{"source": source, "target": target, "capabilities": capabilities}
}

// read returns the attributes of the data source for the edges.
func (c check) read(edges ...any) map[string]any {
	c.t.Helper()
	return c.ask(c.configured(), edges...)
}

// ask is read with a provider that may have sent requests before.
func (c check) ask(p acctest.Protocol, edges ...any) map[string]any {
	c.t.Helper()
	return p.ReadData(c.t, "multitenant_topology_check", map[string]any{"edges": edges})
}

// configured is a provider with an entry for every tenant of the estate.
func (c check) configured() acctest.Protocol {
	c.t.Helper()
	return c.world.Protocol(c.t, map[string]any{"plan_checks": c.checks})
}

// rows returns attributes of a list of objects, as "a b c", for comparison.
func rows(list any, attributes ...string) []string {
	objects, _ := list.([]any)
	picked := make([]string, 0, len(objects))
	for _, o := range objects {
		object, _ := o.(map[string]any)
		row := ""
		for i, name := range attributes {
			if i > 0 {
				row += " "
			}
			row += fmt.Sprint(object[name])
		}
		picked = append(picked, row)
	}
	return picked
}
