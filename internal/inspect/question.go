package inspect

import (
	"context"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Topic is a question without its call.
type Topic struct {
	// Name identifies the question; its object is not part of it.
	Name string
	// Checks are the codes of the checks that need the answer, in order.
	Checks []rules.Code
	// always is set when the answer is needed even if all the checks are off.
	always bool
	// mixed is set when the required permission depends on the object: a refusal
	// then does not apply to the next question.
	mixed bool
}

// topics lists all questions; each is added at program start.
var topics []Topic

// Codes lists the codes of all checks that need a question.
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

// question creates a question about a tenant as a whole.
func question[T any](name string, read func(context.Context, *tenant.Tenant) (T, error), needs ...permission.Need) Question[T] {
	return Question[T]{newTopic(name, needs), read}
}

// about creates a question about an object of a tenant, which the argument
// identifies.
func about[P, T any](name string, read func(context.Context, *tenant.Tenant, P) (T, error), needs ...permission.Need) func(P) Question[T] {
	t := newTopic(name, needs)
	return func(object P) Question[T] {
		return Question[T]{t, func(ctx context.Context, of *tenant.Tenant) (T, error) { return read(ctx, of, object) }}
	}
}

// whicheverPermission marks a question whose required permission depends on the
// object.
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
