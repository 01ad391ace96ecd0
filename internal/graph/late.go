package graph

import (
	"errors"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// This file alone recognizes replication lag. Graph has one code for several of
// its forms, so the message must be read.

// notYet reports whether an error is replication lag: a 404 for an object that
// this client created.
func (c *Client) notYet(id string, err error) bool {
	return errors.Is(err, service.ErrNotFound) && c.isFresh(id)
}

// referenceUnheard reports whether Graph refuses a reference because one of the
// two objects has not reached every replica: 404, or 400 although both can be
// read (msgraph-sdk-dotnet#2508; group-post-members).
func referenceUnheard(err error) bool {
	return errors.Is(err, service.ErrNotFound) || says(err,
		"Not a valid reference update", "Directory_ObjectNotFound", "queried reference-property objects are not present",
		"one of the objects being referenced do not exist")
}

// referenceExists reports whether a reference to be added is already present, and
// referenceMissing whether a reference to be removed is already gone
// (graph-identity §0.2).
func referenceExists(err error) bool {
	return says(err, "added object references already exist")
}

func referenceMissing(err error) bool {
	return errors.Is(err, service.ErrNotFound) || says(err, "removed object references do not exist")
}

// roleAssigned reports whether an assignment to an application is already present
// (graph-cross-tenant §4.6).
func roleAssigned(err error) bool {
	return says(err, "Permission being assigned already exists")
}

// addressUnheard reports whether the invitation service does not yet have an
// address of the user to be reset (azure-docs#86773,
// msgraph-beta-sdk-dotnet#394). The text has typographic apostrophes, so the
// words around them are left out.
func addressUnheard(err error) bool {
	return says(err, "match any emails on the user object")
}

// says reports whether Graph answered 400 with one of the texts as its code or in
// its message.
func says(err error, texts ...string) bool {
	var refused *service.Error
	if !errors.As(err, &refused) || refused.Status != http.StatusBadRequest {
		return false
	}
	for _, t := range texts {
		if refused.Code == t || strings.Contains(refused.Message, t) {
			return true
		}
	}
	return false
}
