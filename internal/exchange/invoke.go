package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// anchor is the mailbox by which the front ends choose a back end for calls that
// concern no mailbox. One constant anchor keeps the calls of a run on back ends
// that know of each other's changes (exchange §4).
const anchor = "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@"

// clientName says who calls.
const clientName = "terraform-provider-multitenant"

// parameters are the parameters of a cmdlet, by name.
type parameters map[string]any

// answer is the envelope of a success (exchange §6). Properties whose names contain
// @ describe their neighbors and are ignored.
type answer struct {
	Value    json.RawMessage
	Next     string          `json:"@odata.nextLink"`
	Warnings json.RawMessage `json:"@adminapi.warnings"`
	Error    json.RawMessage
}

// truncated is a part of the warning beside an incomplete list (exchange §6).
const truncated = "There are more results available than are currently displayed"

// invoke calls a cmdlet and decodes the objects of its answer into out, a slice,
// unless out is nil.
func (c *Client) invoke(ctx context.Context, op operation, p parameters, out any) error {
	body, err := input(op, p)
	if err != nil {
		return c.failed(op, err)
	}
	a, err := c.post(ctx, op, c.address(), body)
	if err != nil || out == nil {
		return err
	}
	return c.decode(op, a, out)
}

func (c *Client) address() string {
	return c.hosts.Root + adminAPI + "beta/" + c.tenantID + "/InvokeCommand"
}

func input(op operation, p parameters) ([]byte, error) {
	if p == nil {
		p = parameters{} // null is refused (exchange §4)
	}
	return json.Marshal(map[string]any{"CmdletInput": map[string]any{"CmdletName": op.name, "Parameters": p}})
}

// post sends one request of a cmdlet, in its turn.
func (c *Client) post(ctx context.Context, op operation, address string, body []byte) (answer, error) {
	var a answer
	turns := c.writes
	if op.reads {
		turns, ctx = c.reads, transport.WithSafeRepeat(ctx)
	}
	select {
	case turns <- struct{}{}:
		defer func() { <-turns }()
	case <-ctx.Done():
		return a, c.failed(op, &transport.BrokenError{Host: c.host, Err: ctx.Err()})
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return a, c.failed(op, err)
	}
	c.head(req.Header, op)
	resp, err := c.http.Do(req)
	if err != nil {
		return a, c.failed(op, err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return a, c.failed(op, err)
	}
	return c.envelope(op, resp, data)
}

func (c *Client) head(h http.Header, op operation) {
	h.Set("Content-Type", "application/json")
	h.Set("Accept", "application/json")
	h.Set("X-ResponseFormat", "json")
	// Refusals are recognized by their text as well.
	h.Set("Accept-Language", "en-US")
	// Some refusals claim to be compressed and are not (exchange §4).
	h.Set("Accept-Encoding", "identity")
	h.Set("Prefer", fmt.Sprintf("odata.maxpagesize=%d", pageSize))
	h.Set("X-AnchorMailbox", anchor+c.tenantID)
	h.Set("X-CmdletName", op.name)
	h.Set("X-ClientApplication", clientName)
	h.Set("Connection-Id", c.connection)
}

func (c *Client) envelope(op operation, resp *http.Response, data []byte) (answer, error) {
	var a answer
	if len(bytes.TrimSpace(data)) == 0 {
		return a, nil // 204; the transport accepts no other empty answer
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return a, c.failed(op, fmt.Errorf("the answer is not as documented: %w", err))
	}
	if present(a.Error) {
		return a, c.failed(op, &transport.StatusError{
			Method: http.MethodPost, Path: resp.Request.URL.Path, Status: resp.StatusCode, Header: resp.Header, Body: data,
		})
	}
	return a, nil
}

func (c *Client) decode(op operation, a answer, out any) error {
	switch {
	case !present(a.Value):
		return c.failed(op, errors.New("the answer has no value"))
	case a.Next == "" && strings.Contains(string(a.Warnings), truncated):
		return c.failed(op, errors.New("the answer is incomplete and names no next page"))
	}
	if err := json.Unmarshal(a.Value, out); err != nil {
		return c.failed(op, fmt.Errorf("the answer is not as documented: %w", err))
	}
	return nil
}

func present(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }
