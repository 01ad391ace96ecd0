package provisioning

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/expression"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// getSchema returns the schema of a job. Each member is the text that the client has
// sent, so that a client can restore what it does not know.
func getSchema(c *operation.Call) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	j, err := FindJob(c.World, c.Tenant, c.Params["id"], c.Params["job"])
	if err != nil {
		return operation.Answer{}, err
	}
	body, err := members(j.Schema)
	if err != nil {
		return operation.Answer{}, err
	}
	body["id"] = j.ID
	return c.Single(jobSet(c)+"('"+j.ID+"')/schema/$entity", body), nil
}

// members are the top-level members of a schema, as sent.
func members(text string) (map[string]any, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		return nil, refusal.BadRequest("The schema cannot be read: %v", err)
	}
	body := make(map[string]any, len(raw)+2)
	for name, value := range raw {
		if !schema.IsAnnotation(name) {
			body[name] = value
		}
	}
	return body, nil
}

// putSchema replaces the whole schema of a job.
func putSchema(c *operation.Call) (operation.Answer, error) {
	text, err := c.Text()
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(SaveSchema(c.World, c.Tenant, c.Params["id"], c.Params["job"], text))
}

// SaveSchema replaces the schema of a job. All objects are then evaluated again
// (graph-cross-tenant §4.5).
func SaveSchema(w *kernel.World, tenantID, principalID, jobID, text string) error {
	if err := checkSchema(text); err != nil {
		return err
	}
	return changeSyncJob(w, tenantID, principalID, jobID, func(_ *kernel.Directory, s *Synchronization, i int, _ kernel.Moment) error {
		s.Jobs[i].Schema = text
		s.Jobs[i].Cycles.Done = false
		return nil
	})
}

// listOperators lists the operators of scoping filters.
func listOperators(c *operation.Call) (operation.Answer, error) {
	if _, err := FindJob(c.World, c.Tenant, c.Params["id"], c.Params["job"]); err != nil {
		return operation.Answer{}, err
	}
	values := make([]map[string]any, 0, len(operators))
	for _, o := range operators {
		arity := "Binary"
		if o.unary {
			arity = "Unary"
		}
		values = append(values, map[string]any{
			"id": o.name, "name": o.name, "arity": arity, "multivaluedComparisonType": "All", "supportedAttributeTypes": o.types,
		})
	}
	return c.Collection("Collection(microsoft.graph.filterOperatorSchema)", values), nil
}

// listFunctions lists the functions of expressions.
func listFunctions(c *operation.Call) (operation.Answer, error) {
	if _, err := FindJob(c.World, c.Tenant, c.Params["id"], c.Params["job"]); err != nil {
		return operation.Answer{}, err
	}
	var values []map[string]any
	for _, f := range expression.Functions() {
		params := make([]map[string]any, 0, len(f.Params))
		for _, p := range f.Params {
			params = append(params, map[string]any{"name": p.Name, "required": p.Required, "allowMultipleOccurrences": p.Repeated, "type": p.Type})
		}
		values = append(values, map[string]any{"id": f.Name, "name": f.Name, "parameters": params})
	}
	return c.Collection("Collection(microsoft.graph.attributeMappingFunctionSchema)", values), nil
}

// discoverDirectory returns the definition of a directory; the attributes of the
// emulator do not change.
func discoverDirectory(c *operation.Call) (operation.Answer, error) {
	if err := c.NoParameters(); err != nil {
		return operation.Answer{}, err
	}
	j, err := FindJob(c.World, c.Tenant, c.Params["id"], c.Params["job"])
	if err != nil {
		return operation.Answer{}, err
	}
	s, err := parseSchema(j.Schema)
	if err != nil {
		return operation.Answer{}, refusal.BadRequest("The schema cannot be read: %v", err)
	}
	for _, d := range s.Directories {
		if strings.EqualFold(d.ID, c.Params["directory"]) {
			body, err := members(marshal(d))
			if err != nil {
				return operation.Answer{}, err
			}
			return c.Single("microsoft.graph.directoryDefinition", body), nil
		}
	}
	return operation.Answer{}, refusal.NotFound(c.Params["directory"])
}

// parseExpression parses an expression and evaluates it for an object of the
// caller.
func parseExpression(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("expression", "testInputObject", "targetAttributeDefinition")
	if err != nil {
		return operation.Answer{}, err
	}
	text, err := operation.TextMember(body, "expression")
	if err != nil {
		return operation.Answer{}, err
	}
	if _, err := FindJob(c.World, c.Tenant, c.Params["id"], c.Params["job"]); err != nil {
		return operation.Answer{}, err
	}
	answer, unmodeled := parsed(text, testObject(body["testInputObject"]))
	if unmodeled != nil {
		return operation.Answer{}, refusal.NotModeled("the expression: %v", unmodeled)
	}
	return c.Single("microsoft.graph.parseExpressionResponse", answer), nil
}

// parsed is an expressionParseResponse. An expression that fails is described in it;
// the error is that of an expression that is not modeled.
func parsed(text string, object expression.Attributes) (answer map[string]any, unmodeled error) {
	answer = map[string]any{"error": nil, "evaluationResult": []string{}, "evaluationSucceeded": false, "parsedExpression": nil, "parsingSucceeded": false}
	failed := func(code string, err error) { answer["error"] = map[string]any{"code": code, "message": err.Error()} }
	e, err := expression.Parse(text)
	switch {
	case errors.Is(err, expression.ErrNotModeled):
		return nil, err
	case err != nil:
		failed("ExpressionParsingFailed", err)
	default:
		answer["parsingSucceeded"] = true
		answer["parsedExpression"] = map[string]any{"expression": text, "name": text, "type": "Function", "parameters": []any{}}
		value, err := expression.Evaluate(e, object)
		switch {
		case errors.Is(err, expression.ErrNotModeled):
			return nil, err
		case err != nil && !expression.Ignored(err):
			failed("ExpressionEvaluationFailed", err)
		default:
			answer["evaluationSucceeded"], answer["evaluationResult"] = true, schema.List(value)
		}
	}
	return answer, nil
}

// testObject reads the properties of an expressionInputObject.
func testObject(value any) expression.Attributes {
	values := map[string]expression.Value{}
	object, _ := value.(map[string]any)
	properties, _ := object["properties"].([]any)
	for _, p := range properties {
		property, _ := p.(map[string]any)
		key, _ := property["key"].(string)
		if text, ok := property["value"].(string); ok {
			values[key] = expression.Text(text)
		}
	}
	return func(name string) expression.Value { return values[name] }
}
