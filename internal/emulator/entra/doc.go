// Package entra is the emulator's login service: discovery, signing keys, and
// tokens at both versions of the endpoint. Applications authenticate with a
// secret, a certificate or a foreign token; users sign in with a password or a
// device code, and later with a refresh token or through an on-behalf-of request.
//
// A [Service] serves package kernel's tenants of one cloud, and those of its
// siblings where clouds share an official address. The emulator package passes
// the token of each request to [Service.Verify] before package graphapi handles
// it. Package control uses [Service.SignForeign] and [Service.TokenForIdentity]
// to simulate issuers outside of Entra (GitHub, Azure DevOps, a managed identity
// endpoint), and [Service.ApproveDeviceCode] to simulate a user.
package entra
