package inspect

import (
	"context"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Topic is a question without its answer.
type Topic struct {
	// Name tells the question from others; what it is about is not in it.
	Name string
	// Checks are those that want the answer, in the order of their codes.
	Checks []rules.Code
	// always is set where the answer is wanted even if all the checks are off.
	always bool
	// mixed is set where the answer takes several permissions, depending on what is
	// asked about: a refusal says nothing about the next question then.
	mixed bool
}

// topics are those of all questions; each adds its own when the program starts.
var topics []Topic

// Codes lists the codes of all checks that some question is asked for.
func Codes() []rules.Code {
	var codes []rules.Code
	for _, t := range topics {
		codes = append(codes, t.Checks...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func newTopic(name string, needs []permission.Need) Topic {
	t := Topic{Name: name}
	for _, n := range needs {
		t.Checks = append(t.Checks, n.Checks...)
	}
	slices.Sort(t.Checks)
	t.Checks = slices.Compact(t.Checks)
	topics = append(topics, t)
	return t
}

// question is one about a tenant as a whole.
func question[T any](name string, read func(context.Context, *tenant.Tenant) (T, error), needs ...permission.Need) Question[T] {
	return Question[T]{newTopic(name, needs), read}
}

// about is a question about something of a tenant: the object that its argument
// names.
func about[P, T any](name string, read func(context.Context, *tenant.Tenant, P) (T, error), needs ...permission.Need) func(P) Question[T] {
	t := newTopic(name, needs)
	return func(object P) Question[T] {
		return Question[T]{t, func(ctx context.Context, of *tenant.Tenant) (T, error) { return read(ctx, of, object) }}
	}
}

// whicheverPermission marks a question whose answer takes several permissions,
// depending on the object.
func whicheverPermission[P, T any](q func(P) Question[T]) func(P) Question[T] {
	return func(object P) Question[T] {
		asked := q(object)
		asked.mixed = true
		return asked
	}
}

// always marks a question that is asked even if all its checks are off.
func always[T any](q Question[T]) Question[T] {
	q.always = true
	return q
}
