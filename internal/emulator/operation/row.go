package operation

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The methods of requests.
const (
	Get    = "GET"
	Post   = "POST"
	Put    = "PUT"
	Patch  = "PATCH"
	Delete = "DELETE"
)

// Row is what Graph offers at a path, who may use it, where that is written, and
// what serves it.
type Row struct {
	Method string
	// Path has literals, parameters such as {id}, and functions such as
	// find(name={name}). Rows of one path spell it alike.
	Path string
	// Permissions, least first; any one of them is enough. None means that a valid
	// token is.
	Permissions []string
	// Source is the section of the reference.
	Source string
	Run    func(*Call) (Answer, error)
	// In are the editions that have the row; all when zero.
	In schema.Editions
	// Needs replaces the permissions where settings decide about them.
	Needs func(settings.Settings) []string
	// Refuse replaces the usual 403.
	Refuse func(*Call) error
	// Own are the delegated permissions that are enough for a user who asks about
	// itself, whatever its directory roles are.
	Own []string
}

// Required are the permissions under the settings that hold.
func (r *Row) Required(s settings.Settings) []string {
	if r.Needs != nil {
		return r.Needs(s)
	}
	return r.Permissions
}

// Segment is the last literal of the path.
func (r *Row) Segment() string {
	name := ""
	for s := range strings.SplitSeq(r.Path, "/") {
		if !strings.HasPrefix(s, "{") {
			name = s
		}
	}
	return name
}

// Offer is an area: what it keeps, and its rows besides those of its sets.
type Offer struct {
	kernel.Area
	Rows []Row
	// NotOffered are the methods and paths that Graph itself refuses on a known
	// path, such as "DELETE /organization". Any other method that has no row is one
	// that the emulator leaves out.
	NotOffered []string
}

// UnknownSegment answers for a path that the schema of a cloud or version lacks.
func UnknownSegment(name string) error {
	return refusal.New(400, "BadRequest", "Resource not found for the segment '%s'.", name)
}

// Call is one request to a row.
type Call struct {
	World *kernel.World
	// Tenant is the id of the tenant that the token is for.
	Tenant string
	Cloud  string
	// Version is "v1.0" or "beta".
	Version string
	// Path is that of the request, for messages.
	Path   string
	Params map[string]string
	Actor  kernel.Actor
	// Root is the root of Graph with the version, such as https://host/v1.0.
	Root string
	// Options are the query options as they were sent.
	Options map[string][]string
	// Header gives the value of a header.
	Header func(name string) string
	// ReadBody gives the body, unpacked.
	ReadBody func() ([]byte, error)
}

// Beta says whether the request is for beta.
func (c *Call) Beta() bool { return c.Version == VersionBeta }

// Edition is the version in the cloud of the request.
func (c *Call) Edition() schema.Editions { return schema.EditionOf(c.Cloud, c.Beta()) }

// Context is the @odata.context of an answer.
func (c *Call) Context(fragment string) string { return c.Root + "/$metadata#" + fragment }

// Eventual says whether the client accepts the eventually consistent index.
func (c *Call) Eventual() bool { return strings.EqualFold(c.Header("ConsistencyLevel"), "eventual") }

// The versions of Graph.
const (
	VersionOne  = "v1.0"
	VersionBeta = "beta"
)

// Answer is what a row answers. Without a body it has no content type either.
type Answer struct {
	Status int
	Body   any
	Text   string
	Header map[string]string
}

// OK answers with a body.
func OK(body any) Answer { return Answer{Status: 200, Body: body} }

// Created answers with a new object.
func Created(body any) Answer { return Answer{Status: 201, Body: body} }

// Done answers a write that returns nothing.
func Done(err error) (Answer, error) {
	if err != nil {
		return Answer{}, err
	}
	return Answer{Status: 204}, nil
}

// Single answers with one object.
func (c *Call) Single(fragment string, body map[string]any) Answer {
	body["@odata.context"] = c.Context(fragment)
	return OK(body)
}

// Collection answers with a list that has no pages.
func (c *Call) Collection(fragment string, values any) Answer {
	return OK(map[string]any{"@odata.context": c.Context(fragment), "value": values})
}

// Has says whether the caller has one of the permissions.
func (c *Call) Has(permissions ...string) bool { return c.Actor.Has(permissions...) }

// Require is a check of a second permission that a row needs.
func (c *Call) Require(permissions ...string) error {
	if !c.Has(permissions...) {
		return refusal.Denied()
	}
	return nil
}
