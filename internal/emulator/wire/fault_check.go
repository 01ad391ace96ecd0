package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Check validates a rule.
func (f Fault) Check() error {
	switch {
	case f.Service != "" && f.Service != Login && f.Service != Graph && f.Service != Exchange:
		return fmt.Errorf("service: %q is not one of login, graph and exchange", f.Service)
	case f.Times < 0:
		return errors.New("times: must not be negative")
	case f.LatencyMS < 0:
		return errors.New("latency_ms: must not be negative")
	case f.HoldSeconds < 0 || f.HoldSeconds > maxHold.Seconds():
		return fmt.Errorf("hold_seconds: must be from 0 to %v", maxHold.Seconds())
	case !f.answers() && !f.Truncate && !f.DropResponse && !f.Reset && f.LatencyMS == 0 && f.HoldSeconds == 0:
		return errors.New("the rule does nothing: give status, body, latency_ms, hold_seconds, truncate, drop_response or reset")
	case (f.DropResponse || f.Reset) && (f.answers() || f.Truncate):
		return errors.New("drop_response and reset: cannot be combined with status, body or truncate, because no response is sent")
	case f.DropResponse && f.Reset:
		return errors.New("reset: cannot be combined with drop_response, which carries the request out")
	}
	if err := f.checkAnswer(); err != nil {
		return err
	}
	if _, err := f.retryAfter(); err != nil {
		return fmt.Errorf("retry_after: %w", err)
	}
	return nil
}

func (f Fault) checkAnswer() error {
	redirects := f.Status >= http.StatusMultipleChoices && f.Status < http.StatusBadRequest
	switch {
	case f.Act && !f.answers():
		return errors.New("act: requires status or body; without them the service acts anyway")
	case f.Status != 0 && (f.Status < http.StatusOK || f.Status > 599):
		return fmt.Errorf("status: must be from 200 to 599, not %d", f.Status)
	case f.Status != 0 && f.Status < http.StatusMultipleChoices && f.Body == nil:
		return fmt.Errorf("status: %d is not an error, so it requires a body", f.Status)
	case f.Body != nil && f.Status == 0 && !f.Act:
		return errors.New("body: requires status, or act to keep the service's status")
	case redirects != (f.Location != ""):
		return errors.New("location: required with a status of 300 to 399, and only allowed with one")
	case f.ContentType != "" && f.Body == nil:
		return errors.New("content_type: requires body")
	case len(f.RetryAfter) > 0 && f.Status == 0:
		return errors.New("retry_after: requires status")
	}
	return nil
}

// retryAfter returns the header's value; empty for none.
func (f Fault) retryAfter() (string, error) {
	raw := strings.TrimSpace(string(f.RetryAfter))
	if raw == "" || raw == "null" {
		return "", nil
	}
	var text string
	if err := json.Unmarshal(f.RetryAfter, &text); err == nil {
		return text, nil
	}
	if _, err := strconv.ParseFloat(raw, 64); err != nil {
		return "", errors.New("must be a number or a string")
	}
	return raw, nil
}
