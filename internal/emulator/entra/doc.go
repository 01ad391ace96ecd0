// Package entra is the emulator's login service: OIDC discovery, signing keys, and
// tokens for applications that prove who they are with a secret, a certificate or
// a foreign token.
//
// A [Service] signs in the applications of package world's tenants, of one cloud
// only. The emulator package asks [Service.Verify] about the token of each
// request before package msgraph sees it. Package control uses
// [Service.SignForeign] and [Service.TokenForIdentity] to play the parties that
// stand outside of Entra: GitHub, Azure DevOps, a managed identity endpoint.
package entra
