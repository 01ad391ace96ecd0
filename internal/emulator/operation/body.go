package operation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Object decodes a body that must be a JSON object.
func (c *Call) Object() (map[string]any, error) {
	object, err := c.OptionalObject()
	if err == nil && object == nil {
		return nil, refusal.BadRequest("Empty Payload. JSON content expected.")
	}
	return object, err
}

// OptionalObject decodes a JSON object; nil without a body.
func (c *Call) OptionalObject() (map[string]any, error) {
	data, err := c.text()
	if err != nil || data == nil {
		return nil, err
	}
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil || object == nil {
		return nil, errNotJSON()
	}
	return object, nil
}

// Text returns the text of a body that must be a JSON object.
func (c *Call) Text() (string, error) {
	data, err := c.text()
	if err == nil && (!json.Valid(data) || !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{"))) {
		return "", errNotJSON()
	}
	return string(data), err
}

// text returns the text of a body; nil without one.
func (c *Call) text() ([]byte, error) {
	data, err := c.ReadBody()
	if err != nil || len(bytes.TrimSpace(data)) == 0 {
		return nil, err
	}
	if kind, _, err := mime.ParseMediaType(c.Header("Content-Type")); err != nil || kind != "application/json" {
		return nil, refusal.BadRequest("A valid Content-Type header is required: application/json.")
	}
	return data, nil
}

func errNotJSON() error {
	return refusal.BadRequest("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
}

// Body decodes an object that contains no members other than those named.
func (c *Call) Body(names ...string) (map[string]any, error) {
	body, err := c.Object()
	if err != nil {
		return nil, err
	}
	body = WithoutControl(body)
	return body, OnlyMembers(body, names...)
}

// OptionalBody is Body for an action with an optional body.
func (c *Call) OptionalBody(names ...string) (map[string]any, error) {
	body, err := c.OptionalObject()
	if err != nil {
		return nil, err
	}
	body = WithoutControl(body)
	return body, OnlyMembers(body, names...)
}

// NoParameters accepts the body of an action without parameters: none, or an empty
// object.
func (c *Call) NoParameters() error {
	_, err := c.OptionalBody()
	return err
}

// OnlyMembers rejects members of a body that are not named.
func OnlyMembers(body map[string]any, names ...string) error {
	for _, name := range slices.Sorted(maps.Keys(body)) {
		if !slices.Contains(names, name) {
			return refusal.BadRequest("Invalid property '%s'.", name)
		}
	}
	return nil
}

// TextMember returns the value of an optional text member.
func TextMember(body map[string]any, name string) (string, error) {
	value := body[name]
	text, ok := value.(string)
	if value != nil && !ok {
		return "", refusal.BadRequest("Invalid value specified for property '%s'.", name)
	}
	return text, nil
}

// WithoutControl removes the OData control members of a body, such as
// "@odata.type", which are not properties of the object.
func WithoutControl(body map[string]any) map[string]any {
	plain := make(map[string]any, len(body))
	for name, value := range body {
		if !schema.IsAnnotation(name) {
			plain[name] = value
		}
	}
	return plain
}

// Reference decodes a body {"@odata.id": "{root}/v1.0/directoryObjects/{id}"}
// (graph-identity §0).
func (c *Call) Reference() (string, error) {
	body, err := c.Object()
	if err != nil {
		return "", err
	}
	link, _ := body["@odata.id"].(string)
	return c.Referenced(link)
}

var errForeignLink = errors.New("not a link into this Graph")

// Referenced extracts the id, or the user principal name, from a link to a
// directory object. The link must have a Graph root of the same cloud, in either
// version: this listener, or the official root that clients write (graph-identity
// §4).
func (c *Call) Referenced(link string) (string, error) {
	facts, _ := schema.CloudOf(c.Cloud)
	for _, root := range []string{strings.TrimSuffix(c.Root, "/"+c.Version), facts.Graph} {
		rest, ok := CutPrefixFold(link, root+"/")
		if !ok {
			continue
		}
		id, err := linkID(strings.Split(strings.Trim(rest, "/"), "/"))
		switch {
		case err == nil:
			return url.PathUnescape(id)
		case !errors.Is(err, errForeignLink):
			return "", err
		}
	}
	return "", refusal.BadRequest("Invalid URL format specified in payload: '%s'.", link)
}

func linkID(parts []string) (string, error) {
	if len(parts) == 2 {
		if m := Keyed.FindStringSubmatch(parts[1]); m != nil {
			parts = []string{parts[0], m[1], m[2]}
		}
	}
	if len(parts) != 3 {
		return "", errForeignLink
	}
	switch strings.ToLower(parts[1]) {
	case "directoryobjects", "users", "groups", "contacts", "serviceprincipals":
		return parts[2], nil
	case "devices", "applications", "administrativeunits":
		return "", refusal.NotModeled("links to %s", parts[1])
	default:
		return "", fmt.Errorf("%w: %s", errForeignLink, parts[1])
	}
}

// Keyed parses the key syntax users('x'), which is equivalent to users/x.
var Keyed = regexp.MustCompile(`^([A-Za-z]+)\('(.*)'\)$`)

// CutPrefixFold cuts a prefix, ignoring case.
func CutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// Absent distinguishes an object that has not replicated, or is deleted, from a
// failure.
func Absent(err error) bool {
	var fault *refusal.Error
	return errors.As(err, &fault) && fault.Status == 404
}
