package operation

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The HTTP methods.
const (
	Get    = "GET"
	Post   = "POST"
	Put    = "PUT"
	Patch  = "PATCH"
	Delete = "DELETE"
)

// Row is an operation of Graph: path, permissions, source and handler.
type Row struct {
	Method string
	// Path consists of literals, parameters such as {id}, and functions such as
	// find(name={name}). Rows with the same path spell it identically.
	Path string
	// Permissions lists the sufficient permissions, least privileged first; "A and B"
	// takes both. None means that a valid token is sufficient.
	Permissions []string
	// Source is the section of the reference.
	Source string
	Run    func(*Call) (Answer, error)
	// In are the editions that have the row; zero means all.
	In schema.Editions
	// Needs replaces Permissions if they depend on settings.
	Needs func(settings.Settings) []string
	// Refuse replaces the default 403.
	Refuse func(*Call) error
	// Delegated are further permissions, sufficient for an application with a signed-in
	// user.
	Delegated []string
	// Own are the delegated permissions that are sufficient for the signed-in user's
	// own object, whatever its directory roles.
	Own []string
}

// Required returns the permissions under the current settings.
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

// Offer is an area: its state, and its rows besides those of its sets.
type Offer struct {
	kernel.Area
	Rows []Row
	// NotOffered are the methods and paths that Graph itself rejects on a known path,
	// such as "DELETE /organization". The emulator does not implement any other
	// method without a row.
	NotOffered []string
}

// UnknownSegment is the error for a path that is not in the schema of a cloud or
// version.
func UnknownSegment(name string) error {
	return refusal.New(400, "BadRequest", "Resource not found for the segment '%s'.", name)
}

// Call is one request to a row.
type Call struct {
	World *kernel.World
	// Tenant is the tenant id of the token.
	Tenant string
	Cloud  string
	// Version is "v1.0" or "beta".
	Version string
	// Path is the path of the request, for messages.
	Path   string
	Params map[string]string
	Actor  kernel.Actor
	// Root is the root URL of Graph with the version, such as https://host/v1.0.
	Root string
	// Options are the query options as sent.
	Options map[string][]string
	// Header returns the value of a header.
	Header func(name string) string
	// ReadBody returns the decompressed body.
	ReadBody func() ([]byte, error)
}

// Beta reports whether the version is beta.
func (c *Call) Beta() bool { return c.Version == VersionBeta }

// Edition is the edition of the request: its version in its cloud.
func (c *Call) Edition() schema.Editions { return schema.EditionOf(c.Cloud, c.Beta()) }

// Context is the @odata.context of a response.
func (c *Call) Context(fragment string) string { return c.Root + "/$metadata#" + fragment }

// Eventual reports whether the request has the header ConsistencyLevel: eventual.
func (c *Call) Eventual() bool { return strings.EqualFold(c.Header("ConsistencyLevel"), "eventual") }

// The versions of Graph.
const (
	VersionOne  = "v1.0"
	VersionBeta = "beta"
)

// Answer is the response of a row. Without a body it has no content type.
type Answer struct {
	Status int
	Body   any
	Text   string
	Header map[string]string
}

// OK returns a 200 response with a body.
func OK(body any) Answer { return Answer{Status: 200, Body: body} }

// Created returns a 201 response with the new object.
func Created(body any) Answer { return Answer{Status: 201, Body: body} }

// Done returns the response of a write without content.
func Done(err error) (Answer, error) {
	if err != nil {
		return Answer{}, err
	}
	return Answer{Status: 204}, nil
}

// Single returns a response with one object.
func (c *Call) Single(fragment string, body map[string]any) Answer {
	body["@odata.context"] = c.Context(fragment)
	return OK(body)
}

// Collection returns a response with a list without paging.
func (c *Call) Collection(fragment string, values any) Answer {
	return OK(map[string]any{"@odata.context": c.Context(fragment), "value": values})
}

// Has reports whether the caller has one of the permissions.
func (c *Call) Has(permissions ...string) bool { return c.Actor.Has(permissions...) }

// Require checks an additional permission of a row.
func (c *Call) Require(permissions ...string) error {
	if !c.Has(permissions...) {
		return refusal.Denied()
	}
	return nil
}
