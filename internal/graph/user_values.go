package graph

import (
	"context"
	"net/http"
	"strings"
)

// PropertyValue is a property of a user by its name in Graph, and its new value as
// text; an empty text clears the property.
type PropertyValue struct{ Name, Text string }

// WriteUser writes properties of a user, and returns when Graph has accepted them.
//
// PATCH /users/{id}.
func (c *Client) WriteUser(ctx context.Context, id string, values []PropertyValue) error {
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
