package wire

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
)

// Locations sets the Location of a created object. Graph answers the
// creation of a user or group with a path of the directory behind it (recorded for
// user-post-users, microsoft-graph-docs#7589). The samples of other creations in its
// documentation (invitation-post, synchronization-synchronization-post-jobs,
// serviceprincipal-post-approleassignedto) show no headers but the content type: that
// their path is that of the collection and the id is assumed; other services of Graph
// do so (identityuserflowattribute-post). A partner has no id, and its sample no path
// (crosstenantaccesspolicy-post-partners); a restore is no creation.
func Locations() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost {
				next.ServeHTTP(w, r)
				return
			}
			c := &creation{ResponseWriter: w, request: r}
			next.ServeHTTP(c, r)
			c.finish()
		})
	}
}

// creation buffers a response with status 201 until its body is complete.
type creation struct {
	http.ResponseWriter
	request *http.Request
	created bool
	body    bytes.Buffer
}

// WriteHeader passes every status except 201 on.
func (c *creation) WriteHeader(status int) {
	if status == http.StatusCreated {
		c.created = true
		return
	}
	c.ResponseWriter.WriteHeader(status)
}

// Write buffers the body of a created object.
func (c *creation) Write(b []byte) (int, error) {
	if c.created {
		return c.body.Write(b)
	}
	return c.ResponseWriter.Write(b)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (c *creation) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *creation) finish() {
	if !c.created {
		return
	}
	var object struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(c.body.Bytes(), &object) == nil && object.ID != "" && c.Header().Get("Location") == "" {
		c.Header().Set("Location", location(c.request, object.ID))
	}
	c.ResponseWriter.WriteHeader(http.StatusCreated)
	// An error means that the client has disconnected.
	_, _ = c.ResponseWriter.Write(c.body.Bytes())
}

// directoryTypes are the collections whose Location is a directory path.
var directoryTypes = map[string]string{"users": "User", "groups": "Group"}

func location(r *http.Request, id string) string {
	base, path := "https://"+r.Host, strings.TrimSuffix(r.URL.Path, "/")
	name := path[strings.LastIndexByte(path, '/')+1:]
	if t := directoryTypes[strings.ToLower(name)]; t != "" {
		return base + "/v2/" + SubjectFrom(r.Context()).TenantID + "/directoryObjects/" + id + "/Microsoft.DirectoryServices." + t
	}
	return base + path + "/" + id
}
