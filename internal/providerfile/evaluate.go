package providerfile

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// local is a local value, which is evaluated when something refers to it: others may
// refer to resources.
type local struct {
	expression hcl.Expression
	value      cty.Value
	// begun is set before the evaluation, and ended after it.
	begun, ended bool
}

// variable is a variable with the value that the files or the command line give it.
type variable struct {
	name     string
	kind     cty.Type
	optional *typeexpr.Defaults
	byItself hcl.Expression
	// value is set if hasValue is; text is a value that is not parsed yet.
	value    cty.Value
	text     *string
	hasValue bool
}

func (c *configuration) variable(name string) *variable {
	if c.variables[name] == nil {
		c.variables[name] = &variable{name: name, kind: cty.DynamicPseudoType}
	}
	return c.variables[name]
}

// declare reads the type and the default of a variable block.
func (v *variable) declare(body hcl.Body) error {
	content, _, diags := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "type"}, {Name: "default"}}})
	if diags.HasErrors() {
		return diags
	}
	if a := content.Attributes["type"]; a != nil {
		if v.kind, v.optional, diags = typeexpr.TypeConstraintWithDefaults(a.Expr); diags.HasErrors() {
			return diags
		}
	}
	if a := content.Attributes["default"]; a != nil {
		v.byItself = a.Expr
	}
	return nil
}

func (v *variable) set(value cty.Value) { v.value, v.text, v.hasValue = value, nil, true }

func (v *variable) give(text string) { v.text, v.hasValue = &text, true }

// read is the value of a variable: that of the command line or a file, that of the
// environment, or the default.
func (v *variable) read(lookupEnv func(string) (string, bool)) (cty.Value, error) {
	if !v.hasValue {
		if text, ok := lookupEnv("TF_VAR_" + v.name); ok {
			v.give(text)
		}
	}
	value := v.value
	switch {
	case v.text != nil && (v.kind.IsPrimitiveType() || v.kind == cty.DynamicPseudoType):
		value = cty.StringVal(*v.text)
	case v.text != nil:
		expression, diags := hclsyntax.ParseExpression([]byte(*v.text), "the value of variable "+v.name, hcl.InitialPos)
		if diags.HasErrors() {
			return cty.NilVal, diags
		}
		if value, diags = expression.Value(nil); diags.HasErrors() {
			return cty.NilVal, diags
		}
	case !v.hasValue && v.byItself != nil:
		var diags hcl.Diagnostics
		if value, diags = v.byItself.Value(nil); diags.HasErrors() {
			return cty.NilVal, diags
		}
	case !v.hasValue:
		return cty.NilVal, fmt.Errorf("variable %q has no value: set TF_VAR_%s, -var or -var-file, or name the folder of the"+
			" configuration, if that declares a default", v.name, v.name)
	}
	if v.optional != nil && !value.IsNull() {
		value = v.optional.Apply(value)
	}
	value, err := convert.Convert(value, v.kind)
	if err != nil {
		return cty.NilVal, fmt.Errorf("variable %q: %w", v.name, err)
	}
	return value, nil
}

// evaluate returns the value of an expression, and evaluates before it what it refers
// to.
func (c *configuration) evaluate(e hcl.Expression) (cty.Value, error) {
	scopes := map[string]map[string]cty.Value{}
	for _, t := range e.Variables() {
		name := ""
		if len(t) > 1 {
			if a, ok := t[1].(hcl.TraverseAttr); ok {
				name = a.Name
			}
		}
		v, err := c.referred(t.RootName(), name)
		if err != nil {
			return cty.NilVal, fmt.Errorf("%s: %w", t.SourceRange(), err)
		}
		if scopes[t.RootName()] == nil {
			scopes[t.RootName()] = map[string]cty.Value{}
		}
		scopes[t.RootName()][name] = v
	}
	ctx := &hcl.EvalContext{Functions: functions, Variables: map[string]cty.Value{}}
	for root, values := range scopes {
		ctx.Variables[root] = cty.ObjectVal(values)
	}
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return v, nil
}

func (c *configuration) referred(root, name string) (cty.Value, error) {
	switch {
	case root == "var" && name != "":
		return c.variable(name).read(c.lookupEnv)
	case root == "local" && name != "":
		return c.local(name)
	case root == "path" && name == "cwd":
		return cty.StringVal("."), nil
	case root == "path":
		return cty.StringVal(c.folder), nil
	}
	return cty.NilVal, fmt.Errorf("only variables and locals are evaluated here, and the provider block refers to %s."+
		" Pass a file with a provider block that does not, or has the value in a variable", root)
}

func (c *configuration) local(name string) (cty.Value, error) {
	l := c.locals[name]
	switch {
	case l == nil:
		return cty.NilVal, fmt.Errorf("no local value %q is in the provider file; name the folder of the configuration if it is in another file", name)
	case l.ended:
		return l.value, nil
	case l.begun:
		return cty.NilVal, errors.New("local value " + name + " refers to itself")
	}
	l.begun = true
	v, err := c.evaluate(l.expression)
	if err != nil {
		return cty.NilVal, err
	}
	l.value, l.ended = v, true
	return v, nil
}

func isText(v cty.Value) bool { return v.Type() == cty.String && !v.IsNull() && v.IsKnown() }
