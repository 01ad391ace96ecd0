package inspect_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

var (
	contoso  = &tenant.Tenant{Key: "contoso", ID: "11111111-1111-4111-8111-111111111111"}
	fabrikam = &tenant.Tenant{Key: "fabrikam", ID: "22222222-2222-4222-8222-222222222222"}
)

func newMachine(checks rules.Severities) *inspect.Machine {
	return inspect.NewMachine(tenant.NewRegistry([]*tenant.Tenant{contoso, fabrikam}), checks)
}

func question(name string, read func(context.Context) (string, error), codes ...rules.Code) inspect.Question[string] {
	return inspect.Question[string]{
		Topic: inspect.Topic{Name: name, Checks: codes},
		Read:  func(ctx context.Context, _ *tenant.Tenant) (string, error) { return read(ctx) },
	}
}

func forbidden() error {
	return &service.Error{
		Kinds: []error{service.ErrForbidden}, Status: 403, Code: "Authorization_RequestDenied",
		Permissions: []string{"Policy.Read.All", "Policy.ReadWrite.All"},
	}
}

// TestTimeoutIsUnread asks one tenant that answers and one that never answers and
// ignores contexts: the plan continues after its own 30 seconds, with the one
// fact and the reason why the other is missing.
func TestTimeoutIsUnread(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began, never := time.Now(), make(chan string)
		i := newMachine(nil).Plan()
		var told, silent rules.Fact[string]
		question("told", func(context.Context) (string, error) { return "answer", nil }, "MT020").Ask(t.Context(), i, contoso, &told)
		question("silent", func(context.Context) (string, error) { return <-never, nil }, "MT022").Ask(t.Context(), i, fabrikam, &silent)
		unread := i.Unread()
		if took := time.Since(began); took != inspect.PlanPatience {
			t.Errorf("the inquiry took %s", took)
		}
		if answer, known := told.Get(); answer != "answer" || !known {
			t.Errorf("the fact is %q, %t", answer, known)
		}
		if len(unread) != 1 || !unread[0].Silent() || unread[0].Tenant != fabrikam || unread[0].Waited != inspect.PlanPatience ||
			!slices.Equal(unread[0].Checks, []rules.Code{"MT022"}) || unread[0].Permission() != "" {
			t.Errorf("unread is %+v", unread)
		}
		if !errors.Is(silent.Why(), context.DeadlineExceeded) {
			t.Errorf("the unknown fact says %v", silent.Why())
		}
		never <- "too late"
	})
}

// TestRefusalsAreRemembered repeats a question: after a refusal for a missing
// permission it is not sent again, for that tenant and that question.
func TestRefusalsAreRemembered(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		asks int64
	}{
		"refusal":        {forbidden(), 1},
		"outage":         {errors.New("no route"), 3},
		"silence":        {context.DeadlineExceeded, 3},
		"another answer": {&service.Error{Kinds: []error{service.ErrNotFound}, Status: 404, Code: "Request_ResourceNotFound"}, 3},
	} {
		m := newMachine(nil)
		var asks, elsewhere atomic.Int64
		for range 3 {
			i := m.Plan()
			var fact, other rules.Fact[string]
			question("q", func(context.Context) (string, error) { asks.Add(1); return "", c.err }, "MT020").Ask(t.Context(), i, fabrikam, &fact)
			i.Answered()
			question("q", func(context.Context) (string, error) { elsewhere.Add(1); return "", nil }, "MT020").Ask(t.Context(), i, contoso, &other)
			question("another", func(context.Context) (string, error) { elsewhere.Add(1); return "", nil }, "MT020").Ask(t.Context(), i, fabrikam, &other)
			if unread := i.Unread(); len(unread) != 1 || !errors.Is(unread[0], c.err) || !errors.Is(fact.Why(), c.err) {
				t.Errorf("%s: unread is %v, and the fact says %v", name, unread, fact.Why())
			}
		}
		if asks.Load() != c.asks || elsewhere.Load() != 6 {
			t.Errorf("%s: asked %d times, and %d times elsewhere", name, asks.Load(), elsewhere.Load())
		}
	}
}

// TestUnreadNamesThePermission expects the least privileged permission.
func TestUnreadNamesThePermission(t *testing.T) {
	t.Parallel()
	i := newMachine(nil).Plan()
	var fact rules.Fact[string]
	for _, at := range []*tenant.Tenant{fabrikam, contoso} {
		question("q", func(context.Context) (string, error) { return "", forbidden() }, "MT020").Ask(t.Context(), i, at, &fact)
	}
	unread := i.Unread()
	if len(unread) != 2 || unread[0].Tenant != contoso || unread[1].Permission() != "Policy.Read.All" {
		t.Errorf("unread is %v", unread)
	}
}

// TestDisabledChecksAskNothing omits a question that no enabled check needs.
func TestDisabledChecksAskNothing(t *testing.T) {
	t.Parallel()
	i := newMachine(rules.Severities{"MT010": rules.Off, "MT011": rules.Off, "MT020": rules.Off}).Plan()
	facts := map[string]*rules.Fact[string]{}
	for name, codes := range map[string][]rules.Code{"both off": {"MT010", "MT011"}, "one off": {"MT020", "MT021"}, "on": {"MT003"}} {
		facts[name] = &rules.Fact[string]{}
		question(name, func(context.Context) (string, error) { return name, nil }, codes...).Ask(t.Context(), i, fabrikam, facts[name])
	}
	i.Answered()
	for name, want := range map[string]bool{"both off": false, "one off": true, "on": true} {
		if _, known := facts[name].Get(); known != want || facts[name].Why() != nil {
			t.Errorf("%s: known %t, %v", name, known, facts[name].Why())
		}
	}
}
