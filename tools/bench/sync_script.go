package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
)

// script is the usual script in place of a sync: for each user a read in the target,
// and then an invitation or a change, one after the other. It keeps no state. Its waits
// take no time: they advance the emulator's clock.
type script struct {
	server  *emulator.Server
	client  *http.Client
	latency time.Duration
	tokens  map[string]string
}

// scripted runs the script twice, and once more after changes.
func scripted(ctx context.Context, s *stage) error {
	s.subject.name = nameScript
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.ca.PEM())
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	defer transport.CloseIdleConnections()
	// The emulator must not add the latency again.
	run := &script{server: s.server, client: &http.Client{Transport: transport}, latency: max(s.subject.latency, time.Millisecond), tokens: map[string]string{}}
	for _, name := range []string{"first run", "run, nothing to do", "leave, change"} {
		if name == "leave, change" {
			moved, err := s.crowd.move(s.server)
			if err != nil {
				return err
			}
			name = fmt.Sprintf("%d leave, %d change", moved, moved)
		}
		began := s.server.World().Now()
		if err := run.all(ctx); err != nil {
			return err
		}
		if err := s.record(name, sample{seconds: s.server.World().Now().Sub(began).Seconds()}); err != nil {
			return err
		}
	}
	return nil
}

// scriptUser is a user as the script reads it.
type scriptUser struct {
	ID, Mail, DisplayName, Department, JobTitle, CompanyName string
}

type scriptPage struct {
	Value []scriptUser
	Next  string `json:"@odata.nextLink"`
}

// all syncs all home tenants.
func (s *script) all(ctx context.Context) error {
	for i, h := range homes {
		root := s.server.Clouds()[h.cloud].Graph + "/v1.0"
		people, err := s.list(ctx, i, root+"/users?$top=999&$select=id,mail,displayName,department,jobTitle")
		if err != nil {
			return err
		}
		here := map[string]bool{}
		for _, u := range people {
			here[u.Mail] = true
			if err := s.one(ctx, h.key, u); err != nil {
				return err
			}
		}
		if err := s.expel(ctx, h.key, here); err != nil {
			return err
		}
	}
	return nil
}

// one reads one user, and writes it.
func (s *script) one(ctx context.Context, home string, u scriptUser) error {
	found, err := s.list(ctx, len(homes), s.target()+"/users?$select=id&$filter="+url.QueryEscape("mail eq '"+u.Mail+"'"))
	if err != nil {
		return err
	}
	id := ""
	if len(found) > 0 {
		id = found[0].ID
	} else {
		var invited struct{ InvitedUser struct{ ID string } }
		status, err := s.send(ctx, len(homes), http.MethodPost, s.target()+"/invitations",
			object{"invitedUserEmailAddress": u.Mail, "inviteRedirectUrl": "https://myapps.microsoft.com", "sendInvitationMessage": true}, &invited)
		if err != nil || status != http.StatusCreated {
			return err
		}
		id = invited.InvitedUser.ID
	}
	_, err = s.send(ctx, len(homes), http.MethodPatch, s.target()+"/users/"+id, object{
		"displayName": fmt.Sprintf("%s (%s)", u.DisplayName, home), "department": u.Department, "jobTitle": u.JobTitle, "companyName": home,
	}, nil)
	return err
}

// expel deletes the guests whose user is gone.
func (s *script) expel(ctx context.Context, home string, here map[string]bool) error {
	guests, err := s.list(ctx, len(homes), s.target()+"/users?$top=999&$select=id,mail,companyName&$filter="+url.QueryEscape("userType eq 'Guest'"))
	if err != nil {
		return err
	}
	for _, u := range guests {
		if u.CompanyName == home && !here[u.Mail] {
			if _, err := s.send(ctx, len(homes), http.MethodDelete, s.target()+"/users/"+u.ID, nil, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *script) target() string { return s.server.Clouds()["public"].Graph + "/v1.0" }

func (s *script) list(ctx context.Context, tenant int, link string) ([]scriptUser, error) {
	var all []scriptUser
	for link != "" {
		var p scriptPage
		if status, err := s.send(ctx, tenant, http.MethodGet, link, nil, &p); err != nil || status != http.StatusOK {
			return nil, errors.Join(err, fmt.Errorf("GET %s: status %d", link, status))
		}
		all, link = append(all, p.Value...), p.Next
	}
	return all, nil
}

// send sends a request, again after a 429. Any other refusal is a status.
func (s *script) send(ctx context.Context, tenant int, method, link string, body, answer any) (int, error) {
	for {
		s.server.World().Advance(s.latency)
		status, wait, err := s.try(ctx, tenant, method, link, body, answer)
		switch {
		case err != nil:
			return 0, fmt.Errorf("%s %s: %w", method, link, err)
		case status == http.StatusUnauthorized:
			delete(s.tokens, clientOf(tenant+1))
		case status == http.StatusTooManyRequests:
			s.server.World().Advance(wait)
		default:
			return status, nil
		}
	}
}

func (s *script) try(ctx context.Context, tenant int, method, link string, body, answer any) (status int, wait time.Duration, err error) {
	token, err := s.token(ctx, tenant)
	if err != nil {
		return 0, 0, err
	}
	var text []byte
	if body != nil {
		if text, err = json.Marshal(body); err != nil {
			return 0, 0, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, link, bytes.NewReader(text))
	if err != nil {
		return 0, 0, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, 0, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err == nil && answer != nil && resp.StatusCode < http.StatusMultipleChoices {
		err = json.Unmarshal(data, answer)
	}
	seconds, _ := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64) // absent without a 429
	return resp.StatusCode, time.Duration(seconds * float64(time.Second)), err
}

// token signs in to a tenant, once for each token.
func (s *script) token(ctx context.Context, tenant int) (string, error) {
	id, cloud := targetID, "public"
	if tenant < len(homes) {
		id, cloud = homes[tenant].id, homes[tenant].cloud
	}
	client := clientOf(tenant + 1)
	if s.tokens[client] != "" {
		return s.tokens[client], nil
	}
	at := s.server.Clouds()[cloud]
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {client}, "client_secret": {secret}, "scope": {at.Graph + "/.default"}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at.Authority+"/"+id+"/oauth2/v2.0/token", bytes.NewReader([]byte(form.Encode())))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := s.client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var signed struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&signed); err != nil || signed.Token == "" {
		return "", errors.Join(err, fmt.Errorf("no token of tenant %s: %s", id, resp.Status))
	}
	s.tokens[client] = signed.Token
	return signed.Token, nil
}
