package permission_test

import (
	"cmp"
	"path/filepath"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
)

// life is a use of a table's subject.
type life struct {
	estate func() *acctest.Estate
	cast   cast
	// create is applied first, and update after it.
	create, update string
	// address and id are those of an import; a data source has none.
	address, id string
}

// steps runs create, update and destroy, and then an import. It stops at the first
// command that fails.
func (l life) steps(s *acctest.Workspace, w *acctest.World) (out string, err error) {
	apply, destroy := []string{"apply", "-auto-approve"}, []string{"destroy", "-auto-approve"}
	type step struct {
		config string
		args   []string
	}
	steps := []step{{l.create, apply}, {cmp.Or(l.update, l.create), apply}, {cmp.Or(l.update, l.create), destroy}}
	if l.address != "" {
		steps = append(steps, step{l.create, apply}, step{l.create, []string{"state", "rm", l.address}}, step{l.create, []string{"import", l.address, l.id}})
	}
	for _, step := range steps {
		s.Write(w.Config(step.config))
		if out, err = s.Run(step.args...); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (l life) begin(t *testing.T) (*acctest.World, *acctest.Workspace) {
	t.Helper()
	w := acctest.Start(t, l.estate())
	return w, workspace(t, w, l.create)
}

// workspace has a configuration that may use the modules.
func workspace(t *testing.T, w *acctest.World, config string) *acctest.Workspace {
	t.Helper()
	s := acctest.NewWorkspace(t, acctest.Requirements)
	modules := filepath.Join("..", "..", "examples", "modules")
	for _, name := range []string{"guest_access", "topology"} {
		s.Copy(name, filepath.Join(modules, name))
	}
	s.Write(w.Config(config))
	s.MustRun("init")
	return s
}

// tables are those of resources, data sources and modules.
func tables() []permission.Table {
	return slices.DeleteFunc(permission.Tables(), func(t permission.Table) bool { _, is := events[t.Name]; return is })
}

// TestNeedsAreEnough uses every feature of a table with exactly the permissions
// that it lists as needed, and TestEachNeedIsNeeded with all but one.
func TestNeedsAreEnough(t *testing.T) {
	t.Parallel()
	for _, table := range tables() {
		t.Run(table.Name, func(t *testing.T) {
			t.Parallel()
			l, known := lives[table.Name]
			if !known {
				t.Fatalf("%s has no life: add one to lives", table.Name)
			}
			w, s := l.begin(t)
			only(t, w, l.cast.grants(table.Needs...))
			if out, err := l.steps(s, w); err != nil {
				t.Errorf("the needed permissions are not enough: %v\n%s", err, acctest.Tail(out))
			}
		})
	}
}

func TestEachNeedIsNeeded(t *testing.T) {
	t.Parallel()
	for _, table := range tables() {
		l := lives[table.Name]
		all := l.cast.grants(table.Needs...)
		for _, missing := range all {
			t.Run(table.Name+" "+missing.permission+" "+missing.tenant, func(t *testing.T) {
				t.Parallel()
				w, s := l.begin(t)
				only(t, w, without(all, missing))
				out, err := l.steps(s, w)
				if err == nil {
					t.Fatalf("everything works without %s in %s\n%s", missing.permission, missing.tenant, acctest.Tail(out))
				}
				if !says(out, "Error:", missing.permission) || !says(out, "Error:", "tenant \""+missing.tenant+"\"") {
					t.Errorf("the error does not name %s and tenant %q:\n%s", missing.permission, missing.tenant, acctest.Tail(out))
				}
			})
		}
	}
}

// A table whose permissions cannot be granted would prove nothing.
func TestLivesHaveTables(t *testing.T) {
	t.Parallel()
	for name, l := range lives {
		i := slices.IndexFunc(permission.Tables(), func(table permission.Table) bool { return table.Name == name })
		if i < 0 {
			t.Errorf("%s has a life and no table", name)
			continue
		}
		for _, n := range permission.Tables()[i].Needs {
			if len(l.cast[n.In]) == 0 {
				t.Errorf("no tenant is the %s in which %s needs %s", n.In, name, n.Permission)
			}
		}
	}
}
