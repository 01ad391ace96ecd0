package msgraph

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// maxBody bounds what a body may hold once it is unpacked. Graph's own limit is
// not documented; a batch of twenty large items fits many times.
const maxBody = 8 << 20

// readBody reads a body, unpacking gzip, which Kiota sends.
func (r *request) readBody() ([]byte, error) {
	var reader io.Reader = r.Body
	switch encoding := strings.ToLower(r.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip":
		unpacked, err := gzip.NewReader(reader)
		if err != nil {
			return nil, badRequest("The request body is not valid gzip.")
		}
		reader = unpacked
	default:
		return nil, world.NotModelled("the content encoding '%s'", encoding)
	}
	data, err := io.ReadAll(io.LimitReader(reader, maxBody+1))
	if err != nil {
		return nil, badRequest("The request body cannot be read: %v", err)
	}
	if len(data) > maxBody {
		return nil, &world.Fault{Status: 413, Code: world.CodeBadRequest, Message: "The request body is too large."}
	}
	return data, nil
}

// object reads a body that must be a JSON object.
func (r *request) object() (map[string]any, error) {
	object, err := r.optionalObject()
	if err == nil && object == nil {
		return nil, badRequest("Empty Payload. JSON content expected.")
	}
	return object, err
}

// optionalObject reads a JSON object, nil when there is no body.
func (r *request) optionalObject() (map[string]any, error) {
	data, err := r.readBody()
	if err != nil || len(strings.TrimSpace(string(data))) == 0 {
		return nil, err
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, badRequest("A valid Content-Type header is required: application/json.")
	}
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil || object == nil {
		return nil, badRequest("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
	}
	return object, nil
}

// body reads an object that may have no other members than those named.
func (r *request) body(names ...string) (map[string]any, error) {
	body, err := r.object()
	if err != nil {
		return nil, err
	}
	body = withoutControl(body)
	return body, onlyMembers(body, names...)
}

// optionalBody is body for an action that needs none.
func (r *request) optionalBody(names ...string) (map[string]any, error) {
	body, err := r.optionalObject()
	if err != nil {
		return nil, err
	}
	body = withoutControl(body)
	return body, onlyMembers(body, names...)
}

// noParameters is the body of an action without parameters: none, or an empty
// object.
func (r *request) noParameters() error {
	_, err := r.optionalBody()
	return err
}

func onlyMembers(body map[string]any, names ...string) error {
	for _, name := range slices.Sorted(maps.Keys(body)) {
		if !slices.Contains(names, name) {
			return badRequest("Invalid property '%s'.", name)
		}
	}
	return nil
}

// textMember is the value of an optional member that must be text.
func textMember(body map[string]any, name string) (string, error) {
	value := body[name]
	text, ok := value.(string)
	if value != nil && !ok {
		return "", badRequest("Invalid value specified for property '%s'.", name)
	}
	return text, nil
}

// withoutControl drops the OData control members of a body, such as
// "@odata.type", which carry no value of the object.
func withoutControl(body map[string]any) map[string]any {
	plain := make(map[string]any, len(body))
	for name, value := range body {
		if !world.IsAnnotation(name) {
			plain[name] = value
		}
	}
	return plain
}

// reference reads a body {"@odata.id": "{root}/v1.0/directoryObjects/{id}"}
// (graph-identity §0).
func (r *request) reference() (string, error) {
	body, err := r.object()
	if err != nil {
		return "", err
	}
	link, _ := body["@odata.id"].(string)
	id, err := r.referenced(link)
	if err != nil {
		return "", err
	}
	return id, nil
}

var errForeignLink = errors.New("not a link into this Graph")

// referenced takes the id out of a link to a directory object. The link must
// name the Graph root of the same cloud, in either version (graph-identity §4).
func (r *request) referenced(link string) (string, error) {
	root := strings.TrimSuffix(r.root(), "/"+r.version)
	rest, ok := cutPrefixFold(link, root+"/")
	if !ok {
		return "", badRequest("Invalid URL format specified in payload: '%s'.", link)
	}
	parts := strings.Split(strings.Trim(rest, "/"), "/")
	id, err := linkID(parts)
	if err != nil {
		return "", badRequest("Invalid URL format specified in payload: '%s'.", link)
	}
	return id, nil
}

func linkID(parts []string) (string, error) {
	if len(parts) == 2 {
		if m := keyed.FindStringSubmatch(parts[1]); m != nil {
			parts = []string{parts[0], m[1], m[2]}
		}
	}
	if len(parts) != 3 {
		return "", errForeignLink
	}
	switch strings.ToLower(parts[1]) {
	case "directoryobjects", "users", "groups", "contacts":
		return parts[2], nil
	default:
		return "", fmt.Errorf("%w: %s", errForeignLink, parts[1])
	}
}
