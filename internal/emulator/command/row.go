package command

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Row is a cmdlet: name, parameters, access, source and handler.
type Row struct {
	Name       string
	Parameters []Parameter
	// Needs is the access that a role of the caller must include.
	Needs Access
	// Source is the section of the reference.
	Source string
	Run    func(*Call) (Answer, error)
}

// Reads reports whether the cmdlet changes nothing.
func (r *Row) Reads() bool { return Reads(r.Name) }

// Reads reports whether a cmdlet of the name changes nothing.
func Reads(cmdlet string) bool {
	verb, _, _ := strings.Cut(cmdlet, "-")
	return strings.EqualFold(verb, "Get")
}

// Call is one request for a cmdlet.
type Call struct {
	World *kernel.World
	// Tenant is the tenant id of the token.
	Tenant string
	// Session identifies requests that reach the same back end: those with one
	// anchor and one cookie (exchange §4).
	Session string
	Arguments
}

// Answer is the result of a cmdlet.
type Answer struct {
	Records  []Record
	Warnings []string
}

// Record is one object of an answer, in the order of its properties.
type Record []Field

// Field is a property of an object. The value is nil, a string, a bool, an int, a
// [GUID], a [time.Time] or a []string.
type Field struct {
	Name  string
	Value any
}

// GUID is a text that answers mark as a System.Guid.
type GUID string

// Get returns the value of a property.
func (r Record) Get(name string) any {
	for _, f := range r {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return nil
}
