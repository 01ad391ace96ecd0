# By e-mail address, with the tenant's key in the provider block.
terraform import multitenant_guest_departure.ana fabrikam/ana.ruiz@contoso.example

# By user principal name; quote it, because # starts a comment in a shell.
terraform import multitenant_guest_departure.ana 'fabrikam/ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com'

# By object id, with the tenant's id.
terraform import multitenant_guest_departure.ana 22222222-2222-4222-8222-222222222222/aaaaaaaa-0000-4000-8000-000000000099
