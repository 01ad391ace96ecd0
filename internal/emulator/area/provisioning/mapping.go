package provisioning

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/expression"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// flow is a mapping of a schema, ready to be evaluated.
type flow struct {
	target string
	kind   string // flowType
	value  expression.Expr
	preset string
}

// flowsOf prepares the mappings of a type of objects, without those that have no
// effect on attributes: the matching one and the deletion.
func flowsOf(m *ObjectMapping) ([]flow, error) {
	var all []flow
	for _, a := range m.Attributes {
		if a.MatchingPriority > 0 || strings.EqualFold(a.Target, attributeDeleted) || strings.EqualFold(a.Target, matchedBy) {
			continue
		}
		e, err := expression.Parse(a.Source.Expression)
		if err != nil {
			return nil, errSchema("The expression of '%s' is not valid: %v.", a.Target, err)
		}
		f := flow{target: a.Target, kind: a.FlowType, value: e}
		if a.Default != nil {
			f.preset = *a.Default
		}
		all = append(all, f)
	}
	return all, nil
}

// result is the value that flows to an attribute of the target.
type result struct {
	flow
	value expression.Value
}

// evaluate computes what flows. An attribute without a value does not flow.
func evaluate(flows []flow, of expression.Attributes) ([]result, error) {
	var all []result
	for _, f := range flows {
		value, err := expression.Evaluate(f.value, of)
		switch {
		case expression.Ignored(err):
			continue
		case errors.Is(err, expression.ErrNotModeled):
			return nil, refusal.NotModeled("the mapping of '%s': %v", f.target, err)
		case err != nil:
			return nil, &entryError{codeExpression, fmt.Sprintf("The expression of '%s' cannot be evaluated: %v.", f.target, err)}
		}
		if value.Empty() {
			value = textValue(f.preset)
		}
		if !value.Empty() {
			all = append(all, result{f, value})
		}
	}
	return all, nil
}

// entryError is the failure of one object. It does not stop the others.
type entryError struct{ Code, Message string }

// Error returns code and message.
func (e *entryError) Error() string { return e.Code + ": " + e.Message }

// stateOf identifies a state of the source.
func stateOf(results []result, more ...string) string {
	var text []byte
	for _, r := range results {
		text = fmt.Appendf(text, "%q=%q;", r.target, []string(r.value))
	}
	sum := sha256.Sum256(fmt.Appendf(text, "%q", more))
	return hex.EncodeToString(sum[:12])
}

// find returns what flows to an attribute.
func find(results []result, target string) (expression.Value, bool) {
	for _, r := range results {
		if strings.EqualFold(r.target, target) {
			return r.value, true
		}
	}
	return nil, false
}
