package graph

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// PropertyValue is a property of a user by its name in Graph, and its new value as
// text; an empty text clears the property.
type PropertyValue struct{ Name, Text string }

// departs reports whether the value hides or disables a user.
func (v PropertyValue) departs() bool {
	return (v.Name == visibleProperty || v.Name == enabledProperty) && v.Text == "false"
}

// sensitive are the properties that an application may not write of an administrator.
// One of them makes the whole change fail (graph-identity §2.2).
var sensitive = []string{enabledProperty, string(MobilePhone), string(BusinessPhone)}

// WriteUser writes properties of a user, and returns when Graph has accepted them. If
// Graph refuses sensitive ones, the others are written nevertheless, and the error is
// that of the refusal.
//
// PATCH /users/{id}.
func (c *Client) WriteUser(ctx context.Context, id string, values []PropertyValue) error {
	if slices.ContainsFunc(values, PropertyValue.departs) {
		// A user who has left is not what a list says any more.
		defer c.lists.Forget()
	}
	err := c.writeUser(ctx, id, values)
	others := slices.DeleteFunc(slices.Clone(values), func(v PropertyValue) bool { return slices.Contains(sensitive, v.Name) })
	if errors.Is(err, service.ErrForbidden) && len(others) > 0 && len(others) < len(values) {
		return cmp.Or(c.writeUser(ctx, id, others), err)
	}
	return err
}

func (c *Client) writeUser(ctx context.Context, id string, values []PropertyValue) error {
	body := valuesBody(values)
	return c.pollFresh(ctx, id, func(ctx context.Context) error {
		return c.send(ctx, call{op: opUpdateUser, method: http.MethodPatch, path: userPath(id), body: body}, nil)
	})
}

func valuesBody(values []PropertyValue) map[string]any {
	body, extensions := map[string]any{}, map[string]any{}
	for _, v := range values {
		switch {
		case strings.HasPrefix(v.Name, extensionPrefix):
			extensions[v.Name] = orNull(v.Text)
		case v.Name == string(BusinessPhone):
			// A collection is cleared by an empty one (graph-identity §0).
			phones := []string{}
			if v.Text != "" {
				phones = append(phones, v.Text)
			}
			body[v.Name] = phones
		case (v.Name == visibleProperty || v.Name == enabledProperty) && v.Text != "":
			body[v.Name] = v.Text == "true"
		default:
			body[v.Name] = orNull(v.Text)
		}
	}
	if len(extensions) > 0 {
		body[extensionsName] = extensions
	}
	return body
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
